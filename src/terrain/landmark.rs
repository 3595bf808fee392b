//! What has a name along a line: passes, tunnels and border crossings.

use serde_json::Value;

use crate::atlas::feature::Feature;
use crate::atlas::place::Place;
use crate::terrain::course::Course;

/// Distance in km within which a place of the gazetteer belongs to a line.
const REACH_KM: f64 = 3.0;

/// Kilometres between two landmarks of a kind below which they are the same one.
const SAME_KM: f64 = 8.0;

/// A named place by the line.
#[derive(Debug, Clone, PartialEq)]
pub struct Landmark {
    /// What it is.
    pub kind: Kind,
    /// Its name, English as in the record, else in the gazetteer.
    pub name: String,
    /// Kilometre of the course that is nearest to it.
    pub distance_km: f64,
    /// How far it lies off the drawn line, in km.
    pub offset_km: f64,
}

/// Kinds of landmarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A mountain pass.
    Pass,
    /// A tunnel.
    Tunnel,
    /// A place where the line crosses a border.
    BorderCrossing,
}

impl Kind {
    /// As it is named in answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Tunnel => "tunnel",
            Self::BorderCrossing => "border_crossing",
        }
    }

    /// By the word of a record or of the gazetteer.
    fn of(word: &str) -> Option<Self> {
        match word {
            "pass" => Some(Self::Pass),
            "tunnel" => Some(Self::Tunnel),
            "border" | "border_crossing" | "border_post" => Some(Self::BorderCrossing),
            _ => None,
        }
    }
}

/// The landmarks of a course, first to last: those of the record, then those of the gazetteer that
/// lie by the line and that the record does not name. A place of the record may lie off the drawn
/// line by twice the expected distance, the usual largest one, and [`REACH_KM`] more.
#[must_use]
pub fn landmarks(feature: &Feature, places: &[Place], course: &Course) -> Vec<Landmark> {
    let reach = 2.0 * feature.accuracy_km().unwrap_or(0.0) + REACH_KM;
    let mut found: Vec<Landmark> = Vec::new();
    let mut add = |kind: Kind, name: &str, lon_lat: [f64; 2], reach: f64| {
        let Some(nearest) = course.nearest(lon_lat).filter(|near| near.offset_km <= reach) else {
            return;
        };
        let same = |other: &Landmark| {
            other.kind == kind && (other.distance_km - nearest.distance_km).abs() < SAME_KM
        };
        if !found.iter().any(same) {
            let (distance_km, offset_km) = (nearest.distance_km, nearest.offset_km);
            found.push(Landmark { kind, name: name.to_owned(), distance_km, offset_km });
        }
    };
    for (kind, name, lon_lat) in of_record(feature) {
        add(kind, &name, lon_lat, reach);
    }
    for place in places {
        if let (Some(kind), Some(name)) = (Kind::of(&place.kind), place.name.get("en")) {
            add(kind, name, place.lon_lat, REACH_KM);
        }
    }
    found.sort_by(|a, b| a.distance_km.total_cmp(&b.distance_km));
    found
}

fn of_record(feature: &Feature) -> Vec<(Kind, String, [f64; 2])> {
    let position = feature.property("position");
    let places = position.as_ref().and_then(|position| position.get("places")?.as_array());
    let place = |place: &Value| {
        let kind = Kind::of(place.get("kind")?.as_str()?)?;
        let degree = |name: &str| place.get(name).and_then(Value::as_f64);
        let name = place.get("name")?.as_str()?.to_owned();
        Some((kind, name, [degree("lon")?, degree("lat")?]))
    };
    places.into_iter().flatten().filter_map(place).collect()
}
