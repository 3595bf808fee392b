//! Ids in files: which features a file to take away holds, read by the form it has.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use bytes::Bytes;
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use rusqlite::Connection;
use serde_json::Value;
use shapefile::dbase::{self, FieldValue};

use crate::app::text;

/// Endings of the forms that hold each feature once.
pub const FORMS: [&str; 10] = [
    "geojson",
    "jsonfg",
    "geojsons",
    "csv",
    "excel.csv",
    "kml",
    "gpkg",
    "shp.zip",
    "fgb",
    "parquet",
];

/// The ids in a file of a form.
pub fn ids(form: &str, file: &[u8]) -> BTreeSet<String> {
    let found: Vec<String> = match form {
        "geojson" | "jsonfg" => {
            let document: Value = serde_json::from_slice(file).expect("JSON");
            let features = document["features"].as_array().expect("features");
            features.iter().map(|feature| text(&feature["id"]).to_owned()).collect()
        }
        "geojsons" => {
            let all = std::str::from_utf8(file).expect("text");
            let records = all.split('\u{1e}').filter(|record| !record.trim().is_empty());
            let record = |record: &str| serde_json::from_str::<Value>(record).expect("JSON");
            records.map(|one| text(&record(one)["id"]).to_owned()).collect()
        }
        "csv" | "excel.csv" => {
            let mut rows = csv::Reader::from_reader(file);
            rows.records().map(|row| row.expect("a row")[0].to_owned()).collect()
        }
        "kml" => {
            let all = std::str::from_utf8(file).expect("text");
            let told = all.split(r#"<Data name="id"><value>"#).skip(1);
            told.filter_map(|rest| rest.split_once('<')).map(|(id, _)| id.to_owned()).collect()
        }
        "gpkg" => of_tables(file),
        "shp.zip" => of_shapes(file),
        "fgb" => {
            let mut features =
                FgbReader::open(Cursor::new(file)).expect("a file").select_all().expect("features");
            let mut ids = Vec::new();
            while let Some(feature) = features.next().expect("a feature") {
                ids.push(feature.property::<String>("id").expect("an id"));
            }
            ids
        }
        _ => {
            let reader = SerializedFileReader::new(Bytes::copy_from_slice(file)).expect("a file");
            let rows = reader.get_row_iter(None).expect("rows");
            rows.map(|row| row.expect("a row").get_string(0).expect("an id").clone()).collect()
        }
    };
    let ids: BTreeSet<String> = found.iter().cloned().collect();
    assert_eq!(ids.len(), found.len(), "{form}: {found:?}");
    ids
}

fn of_tables(file: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file.gpkg");
    std::fs::write(&path, file).expect("a file");
    let tables = Connection::open(path).expect("a database");
    let strings = |sql: &str| -> Vec<String> {
        let mut rows = tables.prepare(sql).expect("a question");
        let rows = rows.query_map([], |row| row.get(0)).expect("rows");
        rows.map(|row| row.expect("a row")).collect()
    };
    let names = strings(
        "SELECT table_name FROM gpkg_contents WHERE table_name IN \
         (SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'id' \
          JOIN pragma_table_info(m.name) l ON l.name = 'layer')",
    );
    names.iter().flat_map(|name| strings(&format!("SELECT id FROM \"{name}\""))).collect()
}

fn of_shapes(file: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("an archive");
    let mut ids = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file");
        if !file.name().expect("a name").ends_with(".dbf") {
            continue;
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("bytes");
        let mut rows = dbase::Reader::new(Cursor::new(bytes)).expect("a table");
        for row in rows.iter_records() {
            match row.expect("a row").get("id") {
                Some(FieldValue::Character(Some(id))) => ids.push(id.trim_end().to_owned()),
                other => panic!("{other:?}"),
            }
        }
    }
    ids
}
