//! Reference systems: what the coordinates of a file mean, and the way from there to longitude and
//! latitude on WGS 84.

use geo::{Geometry, MapCoords};
use proj4rs::Proj;

/// What a file says of its coordinates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Reference {
    /// Nothing: they are taken for longitude and latitude on WGS 84.
    #[default]
    Unsaid,
    /// A code of the EPSG register.
    Epsg(u16),
    /// A name that leads to no code.
    Unknown(String),
}

/// Longitude and latitude on WGS 84.
const WGS_84: u16 = 4326;

/// Names of systems in the `.prj` files of one vendor, which give no code.
const WITHOUT_CODE: &[(&str, u16)] = &[
    ("GCS_WGS_1984", WGS_84),
    ("WGS 84", WGS_84),
    ("WGS84", WGS_84),
    ("WGS_1984_Web_Mercator_Auxiliary_Sphere", 3857),
    ("GCS_Pulkovo_1942", 4284),
    ("GCS_Pulkovo_1995", 4200),
];

impl Reference {
    /// Reads a name: `EPSG:32642`, `urn:ogc:def:crs:EPSG::32642`, an address of the OGC, `CRS84`.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        let upper = name.trim().to_ascii_uppercase();
        let last = upper.rsplit([':', '/']).next().unwrap_or_default();
        if last == "CRS84" {
            return Self::Epsg(WGS_84);
        }
        match last.parse() {
            Ok(code) if upper.contains("EPSG") => Self::Epsg(code),
            _ => Self::Unknown(name.to_owned()),
        }
    }

    /// Reads the well-known text of a `.prj` file, or of a GeoPackage.
    #[must_use]
    pub fn of_wkt(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::Unsaid;
        }
        let name = text.split('"').nth(1).unwrap_or(text);
        // The authority of the system as a whole stands last, followed by its own bracket and that of
        // the system; what ends with more brackets is of a part.
        let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let of_whole = squeezed.strip_suffix("]]").filter(|rest| !rest.ends_with(']'));
        let of_whole = of_whole.unwrap_or_default();
        let ids = ["AUTHORITY[\"EPSG\",", "ID[\"EPSG\","];
        let authority = ids.iter().find_map(|id| of_whole.rsplit_once(id));
        let digits = |rest: &str| -> String { rest.chars().filter(char::is_ascii_digit).collect() };
        let code = authority
            .filter(|(_, rest)| !rest.contains(','))
            .and_then(|(_, rest)| digits(rest).parse().ok())
            .or_else(|| {
                WITHOUT_CODE.iter().find(|(known, _)| *known == name).map(|(_, code)| *code)
            })
            .or_else(|| of_zone(name));
        code.map_or_else(|| Self::Unknown(name.to_owned()), Self::Epsg)
    }
}

/// `WGS_1984_UTM_Zone_42N`, `Pulkovo_1942_GK_Zone_12`.
fn of_zone(name: &str) -> Option<u16> {
    let (system, zone) = name.split_once("_Zone_")?;
    let number: u16 = zone.trim_end_matches(['N', 'S']).parse().ok()?;
    match system {
        "WGS_1984_UTM" if (1..=60).contains(&number) => {
            Some(number + if zone.ends_with('S') { 32_700 } else { 32_600 })
        }
        "Pulkovo_1942_GK" if (2..=32).contains(&number) => Some(28_400 + number),
        "Pulkovo_1995_GK" if (4..=32).contains(&number) => Some(20_000 + number),
        _ => None,
    }
}

/// The way to longitude and latitude on WGS 84 from a reference system; `None` where there is none
/// to go.
///
/// # Errors
/// When the system is not known, with the reason.
pub fn to_lon_lat(reference: &Reference) -> Result<Option<ToLonLat>, String> {
    let code = match reference {
        Reference::Unsaid | Reference::Epsg(WGS_84) => return Ok(None),
        Reference::Epsg(code) => *code,
        Reference::Unknown(name) => {
            return Err(format!(
                "has the reference system '{name}', which leads to no EPSG code; name one as crs in \
                 atlas.toml, such as \"EPSG:4326\""
            ));
        }
    };
    let known = crs_definitions::from_code(code);
    let system = |text: &str| Proj::from_proj_string(text).ok();
    let from = known.and_then(|known| system(known.proj4));
    let to = system(crs_definitions::EPSG_4326.proj4);
    match (from, to) {
        (Some(from), Some(to)) => Ok(Some(ToLonLat { from, to })),
        _ => Err(format!("has the reference system EPSG:{code}, which is not known here")),
    }
}

/// A way from one reference system to longitude and latitude on WGS 84.
pub struct ToLonLat {
    from: Proj,
    to: Proj,
}

impl ToLonLat {
    /// Where a geometry is.
    ///
    /// # Errors
    /// When a position lies outside of what its reference system can tell.
    pub fn of(&self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, String> {
        geometry.try_map_coords(|place| {
            let degrees = self.from.is_latlong();
            let mut at = if degrees {
                (place.x.to_radians(), place.y.to_radians(), 0.0)
            } else {
                (place.x, place.y, 0.0)
            };
            let done = proj4rs::transform::transform(&self.from, &self.to, &mut at);
            let (lon, lat) = (at.0.to_degrees(), at.1.to_degrees());
            if done.is_err() || !lon.is_finite() || !lat.is_finite() {
                return Err(format!(
                    "{} {} lies outside of its reference system",
                    place.x, place.y
                ));
            }
            Ok(geo::Coord { x: lon, y: lat })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_codes() {
        for (name, code) in [
            ("EPSG:32642", 32642),
            ("epsg:4326", 4326),
            ("urn:ogc:def:crs:EPSG::3857", 3857),
            ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
            ("http://www.opengis.net/def/crs/EPSG/0/28412", 28412),
        ] {
            assert_eq!(Reference::parse(name), Reference::Epsg(code), "{name}");
        }
        for name in ["", "EPSG:", "EPSG:999999", "file:///etc/passwd", "4326"] {
            assert!(matches!(Reference::parse(name), Reference::Unknown(_)), "{name}");
        }
    }

    #[test]
    fn texts_of_prj_files_lead_to_codes() {
        let utm = "PROJCS[\"WGS 84 / UTM zone 42N\",GEOGCS[\"WGS 84\",AUTHORITY[\"EPSG\",\"4326\"]],\
                   UNIT[\"metre\",1,AUTHORITY[\"EPSG\",\"9001\"]],AUTHORITY[\"EPSG\",\"32642\"]]";
        assert_eq!(Reference::of_wkt(utm), Reference::Epsg(32642));
        assert_eq!(Reference::of_wkt(&format!("{utm}\n")), Reference::Epsg(32642));
        for (name, code) in [
            (
                "PROJCS[\"WGS_1984_UTM_Zone_42N\",GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\"]]]",
                32642,
            ),
            (
                "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.2]]]",
                4326,
            ),
            ("PROJCS[\"Pulkovo_1942_GK_Zone_12\",GEOGCS[\"GCS_Pulkovo_1942\"]]", 28412),
        ] {
            assert_eq!(Reference::of_wkt(name), Reference::Epsg(code), "{name}");
        }
        assert_eq!(Reference::of_wkt(" \n"), Reference::Unsaid);
        let local = "LOCAL_CS[\"site grid\",UNIT[\"metre\",1,AUTHORITY[\"EPSG\",\"9001\"]],AXIS[\"x\",EAST]]";
        assert_eq!(Reference::of_wkt(local), Reference::Unknown("site grid".into()));
    }

    #[test]
    fn a_place_in_metres_is_found_in_degrees() {
        // 69.26 E 41.31 N, by gdaltransform 3.6.2. The shift between datums is good to some metres.
        for (code, x, y, near) in [
            (32642, 521_763.635_901, 4_573_203.529_124, 1e-8),
            (3857, 7_709_987.932_342, 5_058_174.684_732, 1e-8),
            (28412, 12_521_832.996_638, 4_575_094.152_544, 1e-4),
        ] {
            let there = geo::Geometry::Point(geo::Point::new(x, y));
            let way = to_lon_lat(&Reference::Epsg(code)).expect("known").expect("a way");
            let geo::Geometry::Point(point) = way.of(&there).expect("on the globe") else {
                panic!()
            };
            let off = (point.x() - 69.26).abs().max((point.y() - 41.31).abs());
            assert!(off < near, "{code}: {point:?}");
        }
        assert!(to_lon_lat(&Reference::Epsg(1)).is_err());
        assert!(matches!(to_lon_lat(&Reference::Unsaid), Ok(None)));
    }

    #[test]
    fn the_code_of_a_part_is_not_that_of_the_whole() {
        let degree = r#"UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]]"#;
        let of_unit =
            format!(r#"GEOGCS["Some datum",DATUM["d",SPHEROID["s",6378137,298]],{degree}]"#);
        assert!(matches!(Reference::of_wkt(&of_unit), Reference::Unknown(_)));
        let of_whole = of_unit.replace("]]]", r#"]],AUTHORITY["EPSG","4326"]]"#);
        assert!(matches!(Reference::of_wkt(&of_whole), Reference::Epsg(4326)), "{of_whole}");
    }
}
