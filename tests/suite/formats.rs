//! Files of every format, read back by GDAL: the same features and places as in GeoJSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use steppe_atlas::output::format::{FORMATS, Holds};
use tempfile::TempDir;

use crate::app::{Answer, Site, root, text};

/// Questions whose answers differ in layers, time, knowledge and place.
const QUESTIONS: [(&str, &str); 5] = [
    ("pipelines,corridors,zones,bases,events", ""),
    ("zones", "datetime=2014&ended=include"),
    ("pipelines,bases", "datetime=2010&as-of=2005-04-03"),
    ("corridors,events", "country=KZ&bbox=60,40,90,56"),
    ("bases", "q=zzz"),
];

/// Formats that GDAL reads, with what it wants before the name of the file.
const READ: [(&str, &str); 9] = [
    ("geojson", ""),
    ("geojsons", ""),
    ("jsonfg", ""),
    ("csv", ""),
    ("excel.csv", ""),
    ("kml", ""),
    ("gpkg", ""),
    ("fgb", ""),
    ("shp.zip", "/vsizip/"),
];

fn file(name: &str, query: &str) -> Answer {
    let path = format!("/download/{name}?{query}");
    let answer = Site::shipped().get(&path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer
}

/// Writes a file of an answer to where GDAL can read it.
fn saved(folder: &Path, ending: &str, (layers, query): (&str, &str)) -> PathBuf {
    let path = folder.join(format!("atlas.{ending}"));
    fs::write(&path, file(&format!("{layers}.{ending}"), query).body).expect("a file");
    path
}

/// What GDAL says.
fn gdal(program: &str, arguments: &[&str]) -> String {
    let done = Command::new(program).args(arguments).output();
    let done = done.unwrap_or_else(|error| panic!("{program} (package gdal-bin): {error}"));
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{program} {arguments:?}: {said}");
    assert!(
        !said.contains("ERROR") && !said.contains("Warning"),
        "{program} {arguments:?}: {said}"
    );
    String::from_utf8(done.stdout).expect("UTF-8")
}

/// The layers of a file that hold features.
fn layers(source: &str) -> Vec<String> {
    let listed = gdal("ogrinfo", &["-ro", "-q", source]);
    let numbered = |line: &&str| line.starts_with(|c: char| c.is_ascii_digit());
    let names = listed.lines().filter(numbered).filter_map(|line| line.split_once(": "));
    let names = names.map(|(_, name)| name);
    let plain = |name: &str| match name.rsplit_once(" (") {
        Some((name, _)) => name.to_owned(),
        None => name.to_owned(),
    };
    names.map(plain).filter(|name| name != "layer_styles").collect()
}

/// Geometries by id as GDAL reads them, as GeoJSON of 7 decimals.
fn read(folder: &Path, source: &str) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for layer in layers(source) {
        let out = folder.join("read.geojson");
        let _ = fs::remove_file(&out);
        let target = out.to_str().expect("UTF-8");
        gdal(
            "ogr2ogr",
            &["-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=7", target, source, &layer],
        );
        let read: Value =
            serde_json::from_str(&fs::read_to_string(&out).expect("a file")).expect("JSON");
        for feature in read["features"].as_array().expect("features") {
            let properties = &feature["properties"];
            // GDAL keeps the id of GeoJSON features beside their properties.
            let id =
                [&properties["id"], &feature["id"]].map(text).into_iter().find(|id| !id.is_empty());
            let id = id.unwrap_or_else(|| panic!("{source}: a feature without an id: {feature}"));
            let twice = all.insert(id.to_owned(), feature["geometry"].clone());
            assert!(twice.is_none(), "{source}: {id} stands there twice");
        }
    }
    all
}

/// Lines, outlines and points of a geometry without regard to order and to whether one of them
/// stands alone: formats differ in that.
fn shape(geometry: &Value) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    collect(&geometry["coordinates"], &mut lines);
    lines
}

fn collect(coordinates: &Value, lines: &mut BTreeSet<String>) {
    let Some(list) = coordinates.as_array() else { return };
    let is_point = |value: &Value| value.get(0).is_some_and(Value::is_number);
    if is_point(coordinates) {
        lines.insert(place(coordinates));
    } else if list.iter().all(is_point) {
        let mut places: Vec<String> = list.iter().map(place).collect();
        // A ring may begin anywhere and run either way round.
        if places.len() > 3 && places.first() == places.last() {
            places.pop();
            places.sort();
        }
        lines.insert(places.join(" "));
    } else {
        list.iter().for_each(|inner| collect(inner, lines));
    }
}

fn place(position: &Value) -> String {
    let degree = |index: usize| position[index].as_f64().expect("degrees");
    format!("{:.6},{:.6}", degree(0), degree(1))
}

#[test]
fn gdal_reads_the_same_features_and_places_from_every_format() {
    for question in QUESTIONS {
        let folder = TempDir::new().expect("a folder");
        let path = saved(folder.path(), "geojson", question);
        let ours: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let ours: BTreeMap<String, Value> = ours["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|feature| (text(&feature["id"]).to_owned(), feature["geometry"].clone()))
            .collect();
        for (ending, prefix) in READ {
            let path = saved(folder.path(), ending, question);
            let source = format!("{prefix}{}", path.to_str().unwrap());
            if ours.is_empty() && ["geojsons", "csv", "excel.csv", "kml"].contains(&ending) {
                continue; // GDAL does not open what has no feature to tell the form by
            }
            let theirs = read(folder.path(), &source);
            let ids = |all: &BTreeMap<String, Value>| all.keys().cloned().collect::<Vec<_>>();
            assert_eq!(ids(&theirs), ids(&ours), "{question:?} {ending}");
            for (id, geometry) in &theirs {
                assert_eq!(shape(geometry), shape(&ours[id]), "{question:?} {ending} {id}");
            }
        }
    }
}

/// GDAL reads Parquet only where it was built so; the crate that writes it reads by the same standard.
#[test]
fn a_geoparquet_file_has_the_same_rows_and_says_where_its_geometry_is() {
    use geo_traits::to_geo::ToGeoGeometry;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    for (layers, query) in QUESTIONS {
        let ours = file(&format!("{layers}.geojson"), query).json();
        let ours = ours["features"].as_array().unwrap();
        let reader = SerializedFileReader::new(file(&format!("{layers}.parquet"), query).body);
        let reader = reader.expect("a Parquet file");
        let about = reader.metadata().file_metadata();
        let said = about.key_value_metadata().expect("metadata");
        let said = |key: &str| said.iter().find(|pair| pair.key == key).unwrap().value.clone();
        let geo: Value = serde_json::from_str(&said("geo").unwrap()).expect("JSON");
        assert_eq!((text(&geo["version"]), text(&geo["primary_column"])), ("1.1.0", "geom"));
        assert_eq!(geo["columns"]["geom"]["encoding"], "WKB");
        let fields = about.schema_descr().columns();
        let place = |name: &str| fields.iter().position(|field| field.name() == name).expect(name);
        let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap()).collect();
        assert_eq!(rows.len(), ours.len(), "{layers} {query}");
        for (row, feature) in rows.iter().zip(ours) {
            assert_eq!(row.get_string(place("id")).unwrap(), text(&feature["id"]));
            let bytes = row.get_bytes(place("geom")).expect("a geometry");
            let geometry = wkb::reader::read_wkb(bytes.data()).expect("WKB").to_geometry();
            let geometry = geojson::GeometryValue::from(&geometry).to_string();
            let geometry: Value = serde_json::from_str(&geometry).unwrap();
            assert_eq!(geometry, feature["geometry"], "{}", feature["id"]);
        }
    }
}

#[test]
fn every_format_says_licence_sources_and_citation_inside() {
    let (layers, query) = ("pipelines,zones", "datetime=2005-12-15");
    let address = "http://atlas.test/download/pipelines,zones";
    for format in FORMATS {
        let answer = file(&format!("{layers}.{}", format.ending), query);
        let said = match format.ending {
            "shp.zip" => unpacked(&answer, "README.txt") + &unpacked(&answer, "sources.json"),
            _ => String::from_utf8_lossy(&answer.body).into_owned(),
        };
        // TeX and JSON escape some characters.
        let said = said.replace('\\', "");
        let asked = format!("{address}.{}", format.ending);
        assert!(said.contains(&asked), "{} has the address in its citation", format.ending);
        let version = text(&Site::shipped().json("/api/atlas")["version"]).to_owned();
        assert!(said.contains(&version), "{} names the version of the data", format.ending);
        // A source of a pipeline, and the credit that its licence asks for.
        assert!(
            said.contains("chung2005") || said.contains("Chien-peng Chung"),
            "{}",
            format.ending
        );
        if format.holds == Holds::Features {
            assert!(said.contains("Global Energy Monitor (CC BY 4.0)"), "{}", format.ending);
        }
    }
}

/// A file of an archive.
fn unpacked(answer: &Answer, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&answer.body)).expect("an archive");
    let mut text = String::new();
    let mut file = archive.by_name(name).expect(name);
    std::io::Read::read_to_string(&mut file, &mut text).expect("UTF-8");
    text
}

#[test]
fn a_file_has_its_media_type_its_name_and_a_tag_that_holds() {
    for format in FORMATS {
        let path = format!("/download/bases.{}?datetime=2004-12-31", format.ending);
        let first = Site::shipped().get(&path);
        assert_eq!(first.header("content-type"), format.media);
        let name =
            format!("attachment; filename=\"steppe-atlas-bases-2004-12-31.{}\"", format.ending);
        assert_eq!(first.header("content-disposition"), name);
        let again = Site::shipped().get(&path);
        assert!(first.body == again.body, "{}: equal tags mean equal bytes", format.ending);
        let tag = first.header("etag").to_owned();
        let held = Site::shipped().with(&path, &[("if-none-match", &tag)]);
        assert_eq!((held.status.as_u16(), held.body.len()), (304, 0), "{}", format.ending);
        assert_eq!(held.header("etag"), tag);
    }
}

#[test]
fn a_geopackage_has_styles_metadata_and_described_columns() {
    let folder = TempDir::new().expect("a folder");
    let path = saved(folder.path(), "gpkg", ("pipelines,corridors,zones,bases,events", ""));
    let conn = rusqlite::Connection::open(path).expect("a database");
    let all = |sql: &str| -> Vec<String> {
        let mut statement = conn.prepare(sql).expect(sql);
        let rows = statement.query_map([], |row| row.get(0)).expect(sql);
        rows.collect::<Result<_, _>>().expect(sql)
    };
    let tables = ["bases", "corridors", "events", "pipelines", "zones_areas", "zones_points"];
    let features = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY 1";
    assert_eq!(all(features), tables);
    assert_eq!(all("SELECT f_table_name FROM layer_styles WHERE useAsDefault ORDER BY 1"), tables);
    assert_eq!(all("PRAGMA integrity_check"), ["ok"]);
    assert!(all("PRAGMA foreign_key_check").is_empty());
    assert_eq!(
        all("SELECT CAST(application_id AS TEXT) FROM pragma_application_id"),
        ["1196444487"]
    );
    let described = "SELECT name FROM pragma_table_info('bases') WHERE name NOT IN
         (SELECT column_name FROM gpkg_data_columns WHERE table_name = 'bases')";
    assert_eq!(all(described), ["fid", "geom"]);
    let metadata = all("SELECT metadata FROM gpkg_metadata m JOIN gpkg_metadata_reference r
         ON m.id = r.md_file_id WHERE r.reference_scope = 'geopackage' AND mime_type = 'application/json'");
    let metadata: Value = serde_json::from_str(&metadata[0]).expect("JSON");
    assert!(metadata["sources"].as_object().unwrap().len() > 500);
    // Days are columns that programs can compare.
    let lived =
        "SELECT lifetime_start || '/' || lifetime_end FROM bases WHERE id = 'manas-transit-center'";
    assert_eq!(all(lived), ["2001-12-16/2014-06-02"]);
}

#[test]
fn styles_of_a_geopackage_have_the_colour_of_each_category() {
    let folder = TempDir::new().expect("a folder");
    let path = saved(folder.path(), "gpkg", ("pipelines,zones", ""));
    let conn = rusqlite::Connection::open(path).expect("a database");
    let style = |table: &str, column: &str| -> String {
        let sql = format!("SELECT {column} FROM layer_styles WHERE f_table_name = ?1");
        conn.query_row(&sql, [table], |row| row.get(0)).expect("a style")
    };
    let vocabulary = fs::read_to_string(root().join("geodata/atlas.toml")).expect("atlas.toml");
    let vocabulary: toml::Table = toml::from_str(&vocabulary).expect("TOML");
    let oil = vocabulary["colours"]["oil"][0].as_str().expect("a colour");
    assert!(style("pipelines", "styleSLD").contains(oil), "{oil}");
    let bytes = [1, 3, 5].map(|at| u8::from_str_radix(&oil[at..at + 2], 16).unwrap().to_string());
    assert!(style("pipelines", "styleQML").contains(&bytes.join(",")));
    for table in ["pipelines", "zones_points", "zones_areas"] {
        for column in ["styleQML", "styleSLD"] {
            let style = style(table, column);
            let mut reader = quick_xml::Reader::from_str(&style);
            while reader.read_event().expect(column) != quick_xml::events::Event::Eof {}
        }
    }
}
