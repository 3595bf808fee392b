//! Features: what the atlas knows of one thing, and the bytes it gives away of it.

use std::borrow::Cow;

use geo::{BoundingRect, Geometry, Haversine, Length, LineString, Point};
use serde_json::{Map, Value};

use crate::atlas::claim::{Claim, Group};
use crate::atlas::date::Date;
use crate::atlas::day::Day;
use crate::atlas::fold::{self, Period};
use crate::atlas::source::Sources;
use crate::atlas::status::Status;
use crate::atlas::vocabulary::Names;
use crate::atlas::wording::Wording;

/// One pipeline, corridor, zone, base or event.
#[derive(Debug, Clone)]
pub struct Feature {
    /// Position of its layer in the vocabulary.
    pub layer: usize,
    /// What is known of its time.
    pub timing: Timing,
    draft: Draft,
    bbox: Option<[f64; 4]>,
    length_km: Option<f64>,
    anchor: Option<[f64; 2]>,
    json: Slices,
}

/// What a feature is made of.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Identifier, unique in the atlas; it never changes.
    pub id: String,
    /// Identifier of its category.
    pub category: String,
    /// Its names by language.
    pub name: Names,
    /// Short names for the map.
    pub short: Names,
    /// Countries it touches, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Where it is; WGS 84, longitude before latitude.
    pub geometry: Option<Geometry<f64>>,
    /// Longitude and latitude of its symbol, where that is not for the geometry to say.
    pub point: Option<[f64; 2]>,
    /// How good the course or place is: surveyed, traced, coarse or schematic; empty where nothing
    /// is said of it.
    pub quality: String,
    /// Expected distance from the real course in km.
    pub accuracy_km: Option<f64>,
    /// Quality of each line of a multi-line; empty where the whole has one quality.
    pub part_qualities: Vec<String>,
    /// Whether it is denied or contested.
    pub disputed: bool,
    /// Whether every claim names a source.
    pub sourced: bool,
    /// Properties as authored.
    pub properties: Map<String, Value>,
}

/// JSON text that every answer about the feature repeats.
#[derive(Debug, Clone)]
struct Slices {
    geometry: String,
    properties: String,
}

/// What is known of a feature's time.
#[derive(Debug, Clone)]
pub enum Timing {
    /// Claims, to be folded into periods.
    Claims(Vec<Claim>),
    /// An event that lasts from the first to the last day of its date.
    Event(Event),
    /// First and last day, as in any GeoJSON with such columns.
    Plain {
        /// First day.
        start: Option<Date>,
        /// Last day.
        end: Option<Date>,
    },
}

/// When an event took place, or is to.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its days.
    pub date: Date,
    /// Whether it is known as an intention only.
    pub planned: bool,
    /// When it was announced.
    pub stated_on: Option<Date>,
    /// Key of the date's source.
    pub source: Option<String>,
    /// Whether the date was seen in no source.
    pub unverified: bool,
}

impl Event {
    /// The day from which on the event is known, by the rule of claims.
    #[must_use]
    pub fn known_from(&self, sources: &Sources) -> Option<Day> {
        self.as_claim().known_from(sources)
    }

    /// Its one period as known on a day: from its first to its last day.
    #[must_use]
    pub fn periods(&self, sources: &Sources, known: Day) -> Vec<Period> {
        if self.known_from(sources).is_none_or(|from| from > known) {
            return Vec::new();
        }
        let end = self.date.latest().next();
        vec![Period {
            group: HELD,
            start: crate::atlas::date::Bounds {
                earliest: self.date.earliest(),
                latest: self.date.earliest(),
            },
            end: Some(crate::atlas::date::Bounds { earliest: end, latest: end }),
            planned: self.planned || self.date.earliest() > known,
            since: self.date.text().to_owned(),
            source: self.source.clone(),
            unverified: self.unverified,
            users: Vec::new(),
        }]
    }

    fn as_claim(&self) -> Claim {
        Claim {
            kind: String::new(),
            group: None,
            date: self.date.clone(),
            planned: self.planned,
            stated_on: self.stated_on.clone(),
            user: None,
            source: self.source.clone(),
            unverified: self.unverified,
            preferred: true,
        }
    }
}

/// Events have no status of their own; inside the program their days count as operating.
const HELD: Group = Group { status: Status::Operating, phase: 1 };

impl Feature {
    /// Puts a feature together.
    #[must_use]
    pub fn new(layer: usize, timing: Timing, draft: Draft) -> Self {
        let geometry = draft.geometry.as_ref();
        Self {
            layer,
            timing,
            bbox: geometry.and_then(bbox_of),
            length_km: geometry.and_then(length_of),
            anchor: draft.point.or_else(|| geometry.and_then(anchor_of)),
            json: slices(geometry, &draft.properties),
            draft,
        }
    }

    /// Identifier, unique in the atlas; it never changes.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.draft.id
    }

    /// Gives it another identifier.
    pub(super) fn rename(&mut self, id: &str) {
        id.clone_into(&mut self.draft.id);
    }

    /// Identifier of its category.
    #[must_use]
    pub fn category(&self) -> &str {
        &self.draft.category
    }

    /// Its names by language.
    #[must_use]
    pub const fn name(&self) -> Wording<'_> {
        Wording::Many(&self.draft.name)
    }

    /// Short names for the map.
    #[must_use]
    pub const fn short(&self) -> Wording<'_> {
        Wording::Many(&self.draft.short)
    }

    /// Countries it touches, ISO 3166-1 alpha-2.
    #[must_use]
    pub fn countries(&self) -> &[String] {
        &self.draft.countries
    }

    /// Where it is; WGS 84, longitude before latitude. Worked out anew where it is not at hand, so
    /// whoever needs it twice keeps it.
    #[must_use]
    pub fn geometry(&self) -> Option<Cow<'_, Geometry<f64>>> {
        self.draft.geometry.as_ref().map(Cow::Borrowed)
    }

    /// West, south, east, north of the geometry.
    #[must_use]
    pub const fn bbox(&self) -> Option<[f64; 4]> {
        self.bbox
    }

    /// Length along its lines as they are drawn, great-circle, in km; `None` where it has none.
    #[must_use]
    pub const fn length_km(&self) -> Option<f64> {
        self.length_km
    }

    /// Longitude and latitude of its symbol.
    #[must_use]
    pub const fn anchor(&self) -> Option<[f64; 2]> {
        self.anchor
    }

    /// How good the course or place is: surveyed, traced, coarse or schematic; empty where nothing
    /// is said of it.
    #[must_use]
    pub fn quality(&self) -> &str {
        &self.draft.quality
    }

    /// Expected distance from the real course in km.
    #[must_use]
    pub const fn accuracy_km(&self) -> Option<f64> {
        self.draft.accuracy_km
    }

    /// Quality of each line of a multi-line; empty where the whole has one quality.
    #[must_use]
    pub fn part_qualities(&self) -> &[String] {
        &self.draft.part_qualities
    }

    /// Whether it is denied or contested.
    #[must_use]
    pub const fn disputed(&self) -> bool {
        self.draft.disputed
    }

    /// Whether every claim names a source.
    #[must_use]
    pub const fn sourced(&self) -> bool {
        self.draft.sourced
    }

    /// Properties as authored. Read anew where they are not at hand, so whoever needs several keeps
    /// them, and whoever needs one asks for [`Self::property`].
    #[must_use]
    pub const fn properties(&self) -> Cow<'_, Map<String, Value>> {
        Cow::Borrowed(&self.draft.properties)
    }

    /// One property as authored.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.draft.properties.get(name).map(Cow::Borrowed)
    }

    /// The geometry object as JSON text, or `null`.
    #[must_use]
    pub fn geometry_json(&self) -> &str {
        &self.json.geometry
    }

    /// The authored properties as JSON text, without the braces.
    #[must_use]
    pub fn properties_json(&self) -> &str {
        &self.json.properties
    }

    /// Its periods as known on a day. Plain columns do not say who knew what when: a start that
    /// still lies ahead today is a plan, but looking back it was not known before it came.
    #[must_use]
    pub fn periods(&self, sources: &Sources, known: Day, today: Day) -> Vec<Period> {
        match &self.timing {
            Timing::Claims(claims) => fold::fold(claims, sources, known),
            Timing::Event(event) => event.periods(sources, known),
            Timing::Plain { start, end } => {
                let mut periods = fold::operating_between(start.as_ref(), end.as_ref());
                periods.retain(|period| known >= today || period.start.latest <= known);
                for period in &mut periods {
                    period.planned = period.start.earliest > known;
                }
                periods
            }
        }
    }

    /// Whether nothing at all is said of its time, so that it is there on every day.
    #[must_use]
    pub fn is_undated(&self) -> bool {
        match &self.timing {
            Timing::Claims(claims) => claims.iter().all(|claim| claim.group.is_none()),
            Timing::Event(_) => false,
            Timing::Plain { start, end } => start.is_none() && end.is_none(),
        }
    }

    /// Whether it is drawn as a line.
    #[must_use]
    pub fn has_lines(&self) -> bool {
        matches!(self.draft.geometry, Some(Geometry::LineString(_) | Geometry::MultiLineString(_)))
    }

    /// Its claims; empty for events and plain features.
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        match &self.timing {
            Timing::Claims(claims) => claims,
            _ => &[],
        }
    }

    /// Whether it is an event.
    #[must_use]
    pub const fn is_event(&self) -> bool {
        matches!(self.timing, Timing::Event(_))
    }
}

fn slices(geometry: Option<&Geometry<f64>>, properties: &Map<String, Value>) -> Slices {
    let geometry = geometry.map_or_else(
        || "null".to_owned(),
        |geometry| geojson::GeometryValue::from(geometry).to_string(),
    );
    let object = serde_json::to_string(properties).unwrap_or_default();
    let inner = object.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    Slices { geometry, properties: inner.unwrap_or_default().to_owned() }
}

/// West, south, east, north of a geometry.
#[must_use]
pub fn bbox_of(geometry: &Geometry<f64>) -> Option<[f64; 4]> {
    let rect = geometry.bounding_rect()?;
    Some([rect.min().x, rect.min().y, rect.max().x, rect.max().y])
}

/// Length along the lines of a geometry in km: great-circle on the mean earth radius, gaps between
/// lines left out, to the nearest 0.1 km. `None` for what is no line.
#[must_use]
pub fn length_of(geometry: &Geometry<f64>) -> Option<f64> {
    let metres = match geometry {
        Geometry::LineString(line) => Haversine.length(line),
        Geometry::MultiLineString(lines) => Haversine.length(lines),
        _ => return None,
    };
    Some((metres / 100.0).round() / 10.0)
}

/// The place of the symbol: the point itself, the middle vertex of the longest line, or the
/// centre of the box.
#[must_use]
pub fn anchor_of(geometry: &Geometry<f64>) -> Option<[f64; 2]> {
    match geometry {
        Geometry::Point(point) => Some(pair(*point)),
        Geometry::LineString(line) => middle(line),
        Geometry::MultiLineString(lines) => {
            let length = |line: &LineString<f64>| geo::Euclidean.length(line);
            middle(lines.0.iter().max_by(|a, b| length(a).total_cmp(&length(b)))?)
        }
        other => {
            let [west, south, east, north] = bbox_of(other)?;
            Some([f64::midpoint(west, east), f64::midpoint(south, north)])
        }
    }
}

fn middle(line: &LineString<f64>) -> Option<[f64; 2]> {
    line.0.get(line.0.len() / 2).map(|place| [place.x, place.y])
}

fn pair(point: Point<f64>) -> [f64; 2] {
    [point.x(), point.y()]
}
