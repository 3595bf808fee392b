use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

const ALL: &[Format] = &[
    Format::GeoJson,
    Format::Sequence,
    Format::Csv,
    Format::GeoPackage,
    Format::FlatGeobuf,
    Format::Shapefile,
];

/// The same three areas in each format; written with ogr2ogr.
fn fixture(format: Format) -> Given {
    let stem = match format {
        Format::GeoJson => "geojson",
        Format::Sequence => "geojsons",
        Format::Csv => "csv",
        Format::GeoPackage => "gpkg",
        Format::FlatGeobuf => "fgb",
        Format::Shapefile => "shp",
    };
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats");
    let bytes = |ending: &str| std::fs::read(format!("{folder}/{stem}.{ending}")).ok();
    let beside =
        ["dbf", "prj", "cpg"].into_iter().filter_map(|ending| Some((ending, bytes(ending)?)));
    let beside = if format == Format::Shapefile { beside.collect() } else { BTreeMap::new() };
    Given { bytes: bytes(stem).expect("a fixture"), beside, text: None }
}

fn read_all(format: Format, given: &Given) -> Result<usize, Unreadable> {
    let wanted = Wanted { columns: &Named::default(), table: None };
    let tables = read(format, given, &wanted)?;
    let n_rows = tables.iter().map(|table| table.rows.len()).sum();
    for table in tables {
        let way = to_lon_lat(&table.reference);
        // Those of text are read here for the first time.
        let rows = table.rows.read();
        let Ok(Some(way)) = way else { continue };
        for geometry in rows.iter().filter_map(|row| row.geometry.as_ref()) {
            let _ = way.of(geometry);
        }
    }
    Ok(n_rows)
}

#[test]
fn each_format_is_read() {
    for format in ALL {
        assert_eq!(read_all(*format, &fixture(*format)), Ok(3), "{format:?}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_told_and_never_read_as_whole() {
    for format in ALL {
        let whole = fixture(*format);
        // Short ends that lose nothing but white space are no loss.
        let last = whole.bytes.trim_ascii_end().len() - 1;
        let step = (last / 200).max(1);
        for length in (0..last).step_by(step).chain([last]) {
            let bytes = whole.bytes[..length].to_vec();
            let given = Given { bytes, beside: whole.beside.clone(), text: None };
            let n = read_all(*format, &given);
            // A text of rows may end after any of them, and a table is whole without its last letter.
            let by_rows = matches!(format, Format::Csv | Format::Sequence);
            assert!(by_rows || n.is_err(), "{format:?} cut to {length} bytes is {n:?}");
        }
    }
}

#[test]
fn endings_name_formats() {
    assert_eq!(Format::of("Roads.GeoJSON"), Some(Format::GeoJson));
    assert_eq!(Format::of("roads.ndjson"), Some(Format::Sequence));
    assert_eq!(Format::of("roads"), None);
    assert_eq!(Format::of("roads.gpkg-wal"), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in vec(any::<u8>(), 0..200), beside in vec(any::<u8>(), 0..200)) {
        for format in ALL {
            let beside = format.beside().iter().map(|ending| (*ending, beside.clone()));
            let given = Given { bytes: bytes.clone(), beside: beside.collect(), text: None };
            let _ = read_all(*format, &given);
        }
    }

    #[test]
    fn no_damage_makes_a_reader_panic(
        format in 0..ALL.len(),
        hits in vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        of_table in any::<bool>(),
    ) {
        let mut given = fixture(ALL[format]);
        let target = match given.beside.get_mut("dbf") {
            Some(table) if of_table => table,
            _ => &mut given.bytes,
        };
        for (at, byte) in hits {
            let at = at.index(target.len());
            target[at] = byte;
        }
        let _ = read_all(ALL[format], &given);
    }

    #[test]
    fn no_binary_geometry_makes_the_reader_panic(bytes in vec(any::<u8>(), 0..120)) {
        let mut header = b"GP\0\x01\xE6\x10\0\0".to_vec();
        header.extend(bytes);
        let _ = geopackage::geometry_of(&header);
    }
}
