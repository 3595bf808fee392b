//! Well-known text: one geometry as people write it in a table.

use geo::Geometry;
use wkt::TryFromWkt;

use super::measure::nested;

/// Reads a geometry; `None` where it is empty. A leading `SRID=…;` (PostGIS) is taken off where it
/// names WGS 84.
///
/// # Errors
/// When the text is no such geometry, with the reason.
pub fn geometry(text: &str) -> Result<Option<Geometry<f64>>, String> {
    let text = text.trim();
    let text = match text.split_once(';') {
        Some((srid, rest)) if srid.eq_ignore_ascii_case("SRID=4326") => rest.trim_start(),
        _ => text,
    };
    if text.to_ascii_uppercase().ends_with(" EMPTY") && !text.contains('(') {
        return Ok(None);
    }
    if nested(text, b'(', b')') {
        return Err("is nested too deep".into());
    }
    Geometry::try_from_wkt_str(text).map(Some).map_err(|error| format!("is not WKT: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn geometries_are_read_and_others_refused() {
        let point = Geometry::Point(geo::Point::new(69.25, 41.5));
        assert_eq!(geometry("POINT (69.25 41.5)"), Ok(Some(point.clone())));
        assert_eq!(geometry("SRID=4326;POINT(69.25 41.5)"), Ok(Some(point.clone())));
        assert_eq!(geometry("point z (69.25 41.5 300)"), Ok(Some(point)));
        assert_eq!(geometry("LINESTRING EMPTY"), Ok(None));
        for text in
            ["", "POINT", "POINT (1)", "POINT (a b)", "SRID=28412;POINT(1 2)", "CIRCLE(1 2)"]
        {
            assert!(geometry(text).is_err(), "{text}");
        }
        let deep = format!("{}POINT(1 2){}", "GEOMETRYCOLLECTION(".repeat(9999), ")".repeat(9999));
        assert_eq!(geometry(&deep), Err("is nested too deep".into()));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(
            text in "(?i)(SRID=4326;)?(POINT|LINESTRING|POLYGON|MULTIPOINT|GEOMETRYCOLLECTION)?( Z| M| ZM| EMPTY)? ?[(]{0,3}[-0-9eE., ()naif]{0,40}"
        ) {
            let _ = geometry(&text);
        }

        #[test]
        fn a_line_is_read_as_it_was_written(
            places in proptest::collection::vec((-180.0..180.0_f64, -90.0..90.0_f64), 2..20)
        ) {
            use wkt::ToWkt;
            let line = Geometry::LineString(places.into());
            proptest::prop_assert_eq!(geometry(&line.wkt_string()), Ok(Some(line)));
        }
    }
}
