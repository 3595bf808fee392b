//! Features: what the atlas knows of one thing, and the bytes it gives away of it.

pub(super) mod packed;

use std::borrow::Cow;
use std::sync::Arc;

use geo::Geometry;
use serde_json::{Map, Value};

use crate::atlas::claim::Claim;
use crate::atlas::date::Date;
use crate::atlas::day::{Day, Span};
pub use crate::atlas::draft::{Draft, Verbatim};
use crate::atlas::draft::{Kept, Rare, words, written};
use crate::atlas::fold::{self, Period};
use crate::atlas::property;
use crate::atlas::read;
use crate::atlas::shape::{anchor_of, bbox_of, length_of, middle_of};
use crate::atlas::shared::{Composed, Piece, Shared};
use crate::atlas::source::Sources;
use crate::atlas::status::Status;
use crate::atlas::timing::as_known;
pub use crate::atlas::timing::{Event, Timing};
use crate::atlas::wording::{ENGLISH, Wording};

/// One pipeline, corridor, zone, base or event.
///
/// Of somebody's own data there may be millions, so that all of a plain feature is some pieces of a
/// text that it shares with others; what is rare about one lies apart.
#[derive(Debug, Clone)]
pub struct Feature {
    /// Position of its layer in the vocabulary.
    pub layer: usize,
    /// What is known of its time.
    pub timing: Timing,
    category: Arc<String>,
    json: Shared,
    geometry: Piece,
    properties: Piece,
    words: Shared,
    id: Piece,
    name: Piece,
    /// Not a number where there is no geometry.
    bbox: [f64; 4],
    rare: Option<Box<Rare>>,
}

impl Feature {
    /// Puts a feature together.
    #[must_use]
    pub fn new(layer: usize, timing: Timing, draft: Draft) -> Self {
        let plain_name = draft.name.get(ENGLISH).filter(|_| draft.name.len() == 1);
        let (words, [id, name]) = words([&draft.id, plain_name.map_or("", String::as_str)], &draft);
        let is_named_apart = plain_name.is_none();
        let (json, geometry, properties) = match &draft.verbatim {
            Some(verbatim) => (verbatim.text.clone(), verbatim.geometry, verbatim.properties),
            None => written(draft.geometry.as_ref(), &draft.properties),
        };
        let bbox = draft.geometry.as_ref().and_then(bbox_of).unwrap_or([f64::NAN; 4]);
        let (category, is_plain) =
            (Arc::clone(&draft.category), matches!(timing, Timing::Plain { .. }));
        let rare = Rare::of(draft, is_plain, is_named_apart);
        Self { layer, timing, category, json, geometry, properties, words, id, name, bbox, rare }
    }

    /// Gives it another identifier.
    pub(super) fn rename(&mut self, id: &str) {
        let mut words = Composed::default();
        (self.id, self.name) = (words.push(id), words.push(self.words.get(self.name)));
        self.words = words.shared();
    }

    /// Identifier, unique in the atlas; it never changes.
    #[must_use]
    pub fn id(&self) -> &str {
        self.words.get(self.id)
    }

    /// Identifier of its category.
    #[must_use]
    pub fn category(&self) -> &str {
        &self.category
    }

    /// Its names by language.
    #[must_use]
    pub fn name(&self) -> Wording<'_> {
        let several = self.rare.as_ref().and_then(|rare| rare.name.as_ref());
        several.map_or_else(|| Wording::One(self.words.get(self.name)), Wording::Many)
    }

    /// Short names for the map.
    #[must_use]
    pub fn short(&self) -> Wording<'_> {
        let own = self.rare.as_ref().and_then(|rare| rare.short.as_ref());
        own.map_or_else(|| self.name(), Wording::Many)
    }

    /// Countries it touches, ISO 3166-1 alpha-2.
    #[must_use]
    pub fn countries(&self) -> &[String] {
        self.rare.as_ref().map_or(&[], |rare| &rare.countries)
    }

    /// Where it is; WGS 84, longitude before latitude. Worked out anew where it is not at hand, so
    /// whoever needs it twice keeps it.
    #[must_use]
    pub fn geometry(&self) -> Option<Cow<'_, Geometry<f64>>> {
        match self.kept() {
            Some(kept) => kept.geometry.as_ref().map(Cow::Borrowed),
            None => read::geometry_of(self.geometry_json()).map(Cow::Owned),
        }
    }

    /// Whether a position of its geometry (longitude, latitude) passes a test, as its text tells. False
    /// where the whole geometry is at hand, which is asked as quickly.
    #[must_use]
    pub fn has_position(&self, test: impl Fn([f64; 2]) -> bool) -> bool {
        self.kept().is_none() && read::any_position(self.geometry_json(), test)
    }

    /// The type of its geometry, as GeoJSON names it.
    #[must_use]
    pub fn geometry_type(&self) -> Option<&str> {
        read::type_of(self.geometry_json())
    }

    /// West, south, east, north of the geometry.
    #[must_use]
    pub fn bbox(&self) -> Option<[f64; 4]> {
        (!self.bbox[0].is_nan()).then_some(self.bbox)
    }

    /// Length along its lines as they are drawn, great-circle, in km; `None` where it has none.
    #[must_use]
    pub fn length_km(&self) -> Option<f64> {
        match self.kept() {
            Some(kept) => kept.length_km,
            None if self.has_lines() => length_of(&*self.geometry()?),
            None => None,
        }
    }

    /// Longitude and latitude of its symbol.
    #[must_use]
    pub fn anchor(&self) -> Option<[f64; 2]> {
        let said = self.rare.as_ref().and_then(|rare| rare.point);
        said.or_else(|| match self.kept() {
            Some(kept) => kept.anchor,
            None if self.has_lines() => anchor_of(&*self.geometry()?),
            None => self.bbox().map(middle_of),
        })
    }

    /// How good the course or place is: surveyed, traced, coarse or schematic; empty where nothing
    /// is said of it.
    #[must_use]
    pub fn quality(&self) -> &str {
        self.rare.as_ref().map_or("", |rare| &rare.quality)
    }

    /// Expected distance from the real course in km.
    #[must_use]
    pub fn accuracy_km(&self) -> Option<f64> {
        self.rare.as_ref()?.accuracy_km
    }

    /// Quality of each line of a multi-line; empty where the whole has one quality.
    #[must_use]
    pub fn part_qualities(&self) -> &[String] {
        self.rare.as_ref().map_or(&[], |rare| &rare.part_qualities)
    }

    /// Whether it is denied or contested.
    #[must_use]
    pub fn disputed(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.disputed)
    }

    /// Whether every claim names a source.
    #[must_use]
    pub fn sourced(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.sourced)
    }

    /// Properties as authored. Read anew where they are not at hand, so whoever needs several keeps
    /// them, and whoever needs one asks for [`Self::property`].
    #[must_use]
    pub fn properties(&self) -> Cow<'_, Map<String, Value>> {
        match self.kept() {
            Some(kept) => Cow::Borrowed(&kept.properties),
            None => Cow::Owned(property::all(self.json.get(self.properties))),
        }
    }

    /// One property as authored.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<Cow<'_, Value>> {
        match self.kept() {
            Some(kept) => kept.properties.get(name).map(Cow::Borrowed),
            None => property::one(self.json.get(self.properties), name).map(Cow::Owned),
        }
    }

    /// The geometry object as JSON text, or `null`.
    #[must_use]
    pub fn geometry_json(&self) -> &str {
        self.json.get(self.geometry)
    }

    /// The authored properties as JSON text, without the braces.
    #[must_use]
    pub fn properties_json(&self) -> &str {
        let object = self.json.get(self.properties);
        object.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default()
    }

    /// Whether it has nothing but a name, days and columns of its own.
    #[must_use]
    pub const fn is_bare(&self) -> bool {
        self.rare.is_none()
    }

    /// Makes features share one text, all but what stands in the text of their file already.
    pub(super) fn share(features: &mut [Self]) {
        Self::compose(features, |text| !text.is_of_file());
    }

    /// Makes features share one text, and stand on that of their file no longer.
    pub(super) fn leave_file(features: &mut [Self]) {
        Self::compose(features, |_| true);
    }

    fn compose(features: &mut [Self], leaves: impl Fn(&Shared) -> bool) {
        let (mut json, mut words) = (Composed::default(), Composed::default());
        for feature in &mut *features {
            if leaves(&feature.words) {
                let name = words.push(feature.words.get(feature.name));
                (feature.id, feature.name) = (words.push(feature.words.get(feature.id)), name);
            }
            if leaves(&feature.json) {
                let geometry = json.push(feature.json.get(feature.geometry));
                let properties = json.push(feature.json.get(feature.properties));
                (feature.geometry, feature.properties) = (geometry, properties);
            }
        }
        let (json, words) = (json.shared(), words.shared());
        for feature in features {
            if leaves(&feature.words) {
                feature.words = words.clone();
            }
            if leaves(&feature.json) {
                feature.json = json.clone();
            }
        }
    }

    /// Bytes of the text of its file that it stands on.
    pub(super) fn bytes_in_file(&self) -> usize {
        if self.json.is_of_file() { self.geometry.len() + self.properties.len() } else { 0 }
    }

    fn kept(&self) -> Option<&Kept> {
        self.rare.as_ref()?.kept.as_ref()
    }

    /// Its periods as known on a day.
    #[must_use]
    pub fn periods(&self, sources: &Sources, known: Day, today: Day) -> Vec<Period> {
        match &self.timing {
            Timing::Claims(claims) => fold::fold(claims, sources, known),
            Timing::Event(event) => event.periods(sources, known),
            Timing::Plain { .. } => self.plain_periods(known, today),
        }
    }

    /// The status of each of its periods as known today, and whether it is a plan; of a plain feature
    /// without making the periods.
    #[must_use]
    pub fn statuses(&self, sources: &Sources, today: Day) -> Vec<(Status, bool)> {
        let told = |period: &Period| (period.group.status, period.planned);
        let Timing::Plain { start, end } = &self.timing else {
            return self.periods(sources, today, today).iter().map(told).collect();
        };
        let bounds = [start, end].map(|date| date.as_ref().map(Date::bounds));
        as_known(bounds, today, today).iter().flatten().map(told).collect()
    }

    /// The periods of a plain feature as known on a day; none of any other feature.
    #[must_use]
    pub fn plain_periods(&self, known: Day, today: Day) -> Vec<Period> {
        let Timing::Plain { start, end } = &self.timing else { return Vec::new() };
        let bounds = [start, end].map(|date| date.as_ref().map(Date::bounds));
        let periods = as_known(bounds, known, today).into_iter().zip([start, end]);
        let told = |(period, date): (Option<Period>, &Option<Date>)| {
            let since = date.as_ref().map(|date| date.text().to_owned());
            Some(Period { since: since.unwrap_or_default(), ..period? })
        };
        periods.filter_map(told).collect()
    }

    /// Whether anything was known of a plain feature on a day, and its lifetime as known then; `None`
    /// of any other feature. It is what its periods say, without making them all.
    #[must_use]
    pub fn plain_lifetime(&self, known: Day, today: Day) -> Option<(bool, Option<Span>)> {
        let Timing::Plain { start, end } = &self.timing else { return None };
        let bounds = [start, end].map(|date| date.as_ref().map(Date::bounds));
        let periods = as_known(bounds, known, today);
        let is_known = periods.iter().any(Option::is_some) || self.is_undated();
        let [begun, over] = &periods;
        let lifetime = match (begun, over) {
            (Some(begun), Some(over)) => fold::lifetime([begun, over]),
            (Some(one), None) | (None, Some(one)) => fold::lifetime([one]),
            (None, None) => None,
        };
        Some((is_known, lifetime))
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
        matches!(self.geometry_type(), Some("LineString" | "MultiLineString"))
    }

    /// Its claims; empty for events and plain features.
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        match &self.timing {
            Timing::Claims(claims) => claims,
            _ => &[],
        }
    }

    /// Whether it has but a first and a last day.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        matches!(self.timing, Timing::Plain { .. })
    }

    /// Whether it is an event.
    #[must_use]
    pub const fn is_event(&self) -> bool {
        matches!(self.timing, Timing::Event(_))
    }
}
