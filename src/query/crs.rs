//! Reference systems: those of the list, by their address, and how positions pass from one to another.
//!
//! Nothing is fetched: an address is looked up in the list or refused. Axis order is that of the
//! authority: CRS84 has longitude first, EPSG:4326 latitude, Gauss–Krüger zones northing.

use crs_definitions::from_code;
use geo::{Coord, LineString, Polygon};
use proj4rs::Proj;

use crate::query::space::Bbox;

/// A reference system of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crs(Code);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Code {
    Crs84,
    Epsg(u16),
}

/// What a parameter with a reference system takes, for messages.
pub const CRS_FORM: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84, or \
                            http://www.opengis.net/def/crs/EPSG/0/ with one of 4326, 3857, 32640 to \
                            32646 (UTM zones 40N to 46N), 28408 to 28416 (Gauss-Krüger zones 8 to 16)";

const EPSG: &str = "http://www.opengis.net/def/crs/EPSG/0/";
const WGS84: u16 = 4326;
const WEB_MERCATOR: u16 = 3857;
/// UTM zones 40N to 46N, 54° to 96° E.
const UTM: std::ops::RangeInclusive<u16> = 32_640..=32_646;
/// Pulkovo 1942 / Gauss–Krüger zones 8 to 16, 42° to 96° E; the zone number begins the easting.
const GAUSS_KRUEGER: std::ops::RangeInclusive<u16> = 28_408..=28_416;

/// Degrees from its central meridian up to which a zone is offered: the series of the projection
/// (Poder and Engsager) is good to a millimetre there.
const ZONE_REACH: f64 = 65.0;
/// Radius of the sphere of web mercator, which is the semi-major axis of WGS 84, in metres.
pub const RADIUS: f64 = 6_378_137.0;
/// Latitude at which web mercator has to end, in degrees: the pole is infinitely far.
const NEAR_POLE: f64 = 89.99;
/// Parts into which an edge of a box is cut before it is carried over.
const EDGE_PARTS: u32 = 32;

impl Crs {
    /// Longitude and latitude on WGS 84: what everything is stored in.
    pub const CRS84: Self = Self(Code::Crs84);

    /// Every system of the list, the stored one first.
    pub fn all() -> impl Iterator<Item = Self> {
        let codes = [WGS84, WEB_MERCATOR].into_iter().chain(UTM).chain(GAUSS_KRUEGER);
        std::iter::once(Self::CRS84).chain(codes.map(|code| Self(Code::Epsg(code))))
    }

    /// Reads the address of a reference system.
    ///
    /// # Errors
    /// When it is not one of the list.
    pub fn parse(address: &str) -> Result<Self, String> {
        // The registry answers at both; the name itself has the older scheme.
        let plain = address.strip_prefix("https://").map(|rest| format!("http://{rest}"));
        let named = |crs: &Self| crs.uri() == plain.as_deref().unwrap_or(address);
        Self::all().find(named).ok_or_else(|| "is not a reference system of this server".into())
    }

    /// Its address.
    #[must_use]
    pub fn uri(self) -> String {
        match self.0 {
            Code::Crs84 => "http://www.opengis.net/def/crs/OGC/1.3/CRS84".into(),
            Code::Epsg(code) => format!("{EPSG}{code}"),
        }
    }

    /// Whether positions within a box (west, south, east, north in degrees) can be told in it.
    #[must_use]
    pub fn reaches(self, [west, _, east, _]: [f64; 4]) -> bool {
        self.meridian().is_none_or(|meridian| {
            [west, east].iter().all(|lon| (lon - meridian).abs() <= ZONE_REACH)
        })
    }

    /// Whether every position within a box (west, south, east, north in degrees) has a place of its
    /// own in it: to web mercator the poles are infinitely far.
    #[must_use]
    pub fn tells(self, extent: [f64; 4]) -> bool {
        let off_the_poles = [extent[1], extent[3]].iter().all(|lat| lat.abs() <= NEAR_POLE);
        self.reaches(extent) && (off_the_poles || self.0 != Code::Epsg(WEB_MERCATOR))
    }

    /// The middle of a zone in degrees.
    fn meridian(self) -> Option<f64> {
        match self.0 {
            Code::Epsg(code) if UTM.contains(&code) => Some(f64::from(code - 32_600) * 6.0 - 183.0),
            Code::Epsg(code) if GAUSS_KRUEGER.contains(&code) => {
                Some(f64::from(code - 28_400) * 6.0 - 3.0)
            }
            _ => None,
        }
    }

    /// Whether its positions are degrees.
    #[must_use]
    pub const fn is_geographic(self) -> bool {
        matches!(self.0, Code::Crs84 | Code::Epsg(WGS84))
    }

    /// How positions pass between it and [`Crs::CRS84`].
    ///
    /// # Errors
    /// When its definition cannot be read, which a test rules out.
    pub fn passage(self) -> Result<Passage, String> {
        let Code::Epsg(code) = self.0 else { return Ok(Passage::Same) };
        match code {
            WGS84 => return Ok(Passage::Swapped),
            WEB_MERCATOR => return Ok(Passage::Mercator),
            _ => {}
        }
        let unread = || format!("cannot be used: the definition of EPSG:{code} cannot be read");
        let definition = from_code(code).ok_or_else(unread)?.proj4;
        // The same projection by the series that holds far from the meridian.
        let definition = definition.replace("+proj=tmerc", "+proj=etmerc");
        let zone = Proj::from_proj_string(&definition).map_err(|_| unread())?;
        let degrees = Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs");
        let degrees = degrees.map_err(|_| unread())?;
        Ok(Passage::Zone(Box::new(Zone {
            zone,
            degrees,
            northing_first: GAUSS_KRUEGER.contains(&code),
        })))
    }

    /// Reads a box in this system: its two lowest, then its two highest numbers, in the order of
    /// its axes. The polygon is its exact outline where that is no box in degrees.
    ///
    /// # Errors
    /// When the text is no box, or lies where the system cannot be used.
    pub fn read_box(self, text: &str) -> Result<(Bbox, Option<Polygon<f64>>), String> {
        if self == Self::CRS84 {
            return Ok((Bbox::parse(text)?, None));
        }
        let [a, b, c, d] = Bbox::numbers(text)?;
        if self.is_geographic() {
            if a > c {
                return Err("its first corner is not the lowest".into());
            }
            // Who takes the first axis for longitude asks beyond the poles, where nothing is; test
            // suites do so, and hold that to be an answer without what lies there.
            let [south, north] = [a, c].map(|lat| lat.clamp(-90.0, 90.0));
            return Ok((Bbox::new([b, south, d, north])?, None));
        }
        let passage = self.passage()?;
        let outside = || "lies where its reference system cannot be used".to_owned();
        if self.meridian().is_none() {
            let low = passage.to_lon_lat([a, b]).ok_or_else(outside)?;
            let high = passage.to_lon_lat([c, d]).ok_or_else(outside)?;
            return Ok((Bbox::new([low[0], low[1], high[0], high[1]])?, None));
        }
        if a > c || b > d {
            return Err("its first corner is not the lowest".into());
        }
        let corners = [[a, b], [c, b], [c, d], [a, d], [a, b]];
        let outline = passage.polygon(&corners).ok_or_else(outside)?;
        let extent = crate::atlas::shape::bbox_of(&outline.clone().into()).ok_or_else(outside)?;
        if !self.reaches(extent) {
            return Err(outside());
        }
        Ok((Bbox::new(extent)?, Some(outline)))
    }
}

/// A way between a reference system and longitude and latitude.
pub enum Passage {
    /// Longitude before latitude.
    Same,
    /// Latitude before longitude.
    Swapped,
    /// Web mercator, in metres.
    Mercator,
    /// A zone of a transverse mercator projection, in metres.
    Zone(Box<Zone>),
}

/// A zone with its definition.
pub struct Zone {
    zone: Proj,
    degrees: Proj,
    northing_first: bool,
}

impl Passage {
    /// A position of degrees in the system, in the order of its axes; `None` where it has none.
    #[must_use]
    pub fn from_lon_lat(&self, [lon, lat]: [f64; 2]) -> Option<[f64; 2]> {
        let place = match self {
            Self::Same => [lon, lat],
            Self::Swapped => [lat, lon],
            Self::Mercator => {
                let lat = lat.clamp(-NEAR_POLE, NEAR_POLE).to_radians();
                [RADIUS * lon.to_radians(), RADIUS * lat.tan().asinh()]
            }
            Self::Zone(zone) => {
                let mut place = (lon.to_radians(), lat.to_radians(), 0.0);
                proj4rs::transform::transform(&zone.degrees, &zone.zone, &mut place).ok()?;
                zone.in_order([place.0, place.1])
            }
        };
        place.iter().all(|number| number.is_finite()).then_some(place)
    }

    /// A position of the system as longitude and latitude; `None` where there is none.
    #[must_use]
    pub fn to_lon_lat(&self, place: [f64; 2]) -> Option<[f64; 2]> {
        let [lon, lat] = match self {
            Self::Same => place,
            Self::Swapped => [place[1], place[0]],
            Self::Mercator => {
                [(place[0] / RADIUS).to_degrees(), (place[1] / RADIUS).sinh().atan().to_degrees()]
            }
            Self::Zone(zone) => {
                let [x, y] = zone.in_order(place);
                let mut place = (x, y, 0.0);
                proj4rs::transform::transform(&zone.zone, &zone.degrees, &mut place).ok()?;
                [place.0.to_degrees(), place.1.to_degrees()]
            }
        };
        let near = lon.abs() <= 180.0 + 1e-9 && lat.abs() <= 90.0;
        near.then_some([lon.clamp(-180.0, 180.0), lat])
    }

    /// A ring of the system as a polygon of degrees, its edges cut so finely that they stay where
    /// they are.
    fn polygon(&self, ring: &[[f64; 2]]) -> Option<Polygon<f64>> {
        let edges = ring.windows(2).flat_map(|edge| {
            (0..EDGE_PARTS).map(move |part| {
                let share = f64::from(part) / f64::from(EDGE_PARTS);
                [0, 1].map(|axis| edge[0][axis] + (edge[1][axis] - edge[0][axis]) * share)
            })
        });
        let places = edges.map(|place| self.to_lon_lat(place).map(|[x, y]| Coord { x, y }));
        let places = places.collect::<Option<Vec<Coord<f64>>>>()?;
        Some(Polygon::new(LineString::new(places), Vec::new()))
    }
}

impl Zone {
    /// Easting and northing as the authority orders them, and back.
    const fn in_order(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        if self.northing_first { [y, x] } else { [x, y] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crs(code: u16) -> Crs {
        Crs::parse(&format!("{EPSG}{code}")).expect("in the list")
    }

    /// Positions worked out with PROJ (`gdaltransform`, GDAL 3.6.2), Pulkovo with the seven parameters
    /// of its definition; northing first where the authority says so.
    #[test]
    fn known_places_have_their_known_coordinates() {
        for (code, lon_lat, expected, within) in KNOWN {
            let passage = crs(*code).passage().expect("a passage");
            let found = passage.from_lon_lat(*lon_lat).expect("a position");
            for axis in [0, 1] {
                assert!((found[axis] - expected[axis]).abs() < *within, "{code}: {found:?}");
            }
        }
    }

    const KNOWN: &[(u16, [f64; 2], [f64; 2], f64)] = &[
        (4326, [69.3, 42.4], [42.4, 69.3], 1e-9),
        (3857, [69.3, 42.4], [7_714_440.711_97, 5_221_087.110_31], 1e-3),
        (3857, [95.0, 55.0], [10_575_351.625_36, 7_361_866.113_05], 1e-3),
        (32_642, [69.3, 42.4], [524_689.090_92, 4_694_232.904_49], 1e-3),
        (32_642, [50.0, 36.0], [-1_221_877.291_10, 4_155_429.325_78], 1e-3),
        (32_640, [95.0, 55.0], [2_858_019.378_53, 6_776_486.401_94], 1e-3),
        (28_412, [69.3, 42.4], [4_696_171.961_72, 12_524_759.811_91], 1e-2),
        (28_412, [50.0, 36.0], [4_157_161.943_96, 10_777_502.897_64], 1e-2),
    ];

    #[test]
    fn every_system_leads_there_and_back() {
        for crs in Crs::all() {
            let passage = crs.passage().expect("a passage");
            for lon_lat in [[69.3, 42.4], [50.0, 36.0], [95.0, 55.0]] {
                let there = passage.from_lon_lat(lon_lat).expect("a position");
                let [lon, lat] = passage.to_lon_lat(there).expect("degrees");
                let off = (lon - lon_lat[0]).abs().max((lat - lon_lat[1]).abs());
                assert!(off < 2e-8, "{} {lon_lat:?}: off by {off} degrees", crs.uri());
            }
            assert_eq!(Crs::parse(&crs.uri()), Ok(crs));
        }
    }

    #[test]
    fn a_box_of_a_zone_is_an_outline_of_degrees() {
        let (bbox, outline) = crs(32_642).read_box("400000,4500000,600000,4700000").expect("a box");
        assert!(outline.is_some());
        assert!(bbox.meets([68.9, 41.5, 69.0, 41.6]) && !bbox.meets([71.0, 41.5, 72.0, 41.6]));
        for wrong in ["600000,4500000,400000,4700000", "1,2,3", "1e99,0,2e99,1", "a,0,1,1"] {
            assert!(crs(32_642).read_box(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn latitude_comes_first_where_the_authority_says_so() {
        let (bbox, _) = crs(WGS84).read_box("40,60,45,70").expect("a box");
        assert!(bbox.meets([65.0, 42.0, 65.0, 42.0]) && !bbox.meets([42.0, 65.0, 42.0, 65.0]));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9eE,.+-]{0,40}") {
            for crs in Crs::all() {
                let _ = crs.read_box(&text);
            }
        }
    }
}
