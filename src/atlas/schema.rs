//! What a feature may hold: the members of each object, their kinds and their order.
//!
//! One table serves the checks and the canonical form of the files. `geodata/feature.schema.json`
//! says the same for other programs; a test holds the two together.

/// A member of an object.
#[derive(Debug)]
pub struct Member {
    /// Its key.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
}

/// What a value may be. An absent optional member means null or false.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A text that is not empty.
    Text,
    /// An identifier of a feature.
    FeatureId,
    /// An EDTF date of level 0 or 1.
    Date,
    /// A finite number.
    Number,
    /// A whole number of 1 or more.
    Count,
    /// True or false.
    Flag,
    /// One of the statuses.
    Status,
    /// A key of `sources.json`.
    Source,
    /// A text out of a list.
    OneOf(&'static [&'static str]),
    /// Two upper-case letters, ISO 3166-1 alpha-2.
    Country,
    /// Texts by language code.
    Names,
    /// A position: longitude, latitude.
    Position,
    /// A list of values of one kind.
    List(&'static Kind),
    /// An object with these members.
    Object(&'static [Member]),
    /// Values of one kind under free keys.
    Map(&'static Kind),
}

const fn must(name: &'static str, kind: Kind) -> Member {
    Member { name, kind, required: true }
}

const fn may(name: &'static str, kind: Kind) -> Member {
    Member { name, kind, required: false }
}

/// How good a course or place may be, best first.
pub const QUALITIES: &[&str] = &["surveyed", "traced", "coarse", "schematic"];
const TEXTS: Kind = Kind::List(&Kind::Text);
const COUNTRIES: Kind = Kind::List(&Kind::Country);

/// Members of a GeoJSON feature, the facts before the long geometry.
pub const FEATURE_KEYS: &[&str] = &["type", "id", "properties", "geometry"];

/// Properties of a feature with a life of its own.
pub const RECORD: &[Member] = &[
    must("category", Kind::Text),
    must("name", Kind::Names),
    may("names_unverified", TEXTS),
    must("short", Kind::Names),
    must("countries", COUNTRIES),
    may("group", Kind::Text),
    may("host", Kind::Country),
    may("users", TEXTS),
    may("reported_only", Kind::Flag),
    may("disputed", Kind::Flag),
    must("summary", Kind::Text),
    must("position", Kind::Object(POSITION)),
    may("actors", Kind::List(&Kind::Object(ACTOR))),
    may("quantities", Kind::Map(&Kind::List(&Kind::Object(QUANTITY)))),
    must("claims", Kind::List(&Kind::Object(CLAIM))),
    may("conflicts", TEXTS),
    may("notes", TEXTS),
    may("further_sources", Kind::List(&Kind::Source)),
];

/// Properties of a dated event.
pub const EVENT: &[Member] = &[
    must("category", Kind::Text),
    must("name", Kind::Names),
    may("names_unverified", TEXTS),
    must("short", Kind::Names),
    must("countries", COUNTRIES),
    may("participants", TEXTS),
    must("date", Kind::Date),
    may("date_source", Kind::Source),
    may("date_unverified", Kind::Flag),
    may("other_dates", Kind::List(&Kind::Object(OTHER_DATE))),
    may("planned", Kind::Flag),
    may("stated_on", Kind::Date),
    must("summary", Kind::Text),
    may("facts", Kind::List(&Kind::Object(FACT))),
    may("amounts", Kind::List(&Kind::Object(QUANTITY))),
    must("position", Kind::Object(POSITION)),
    may("conflicts", TEXTS),
    may("notes", TEXTS),
    may("related", Kind::List(&Kind::FeatureId)),
    may("in_chung2005", Kind::Flag),
    may("disputed", Kind::Flag),
];

const POSITION: &[Member] = &[
    must("quality", Kind::OneOf(QUALITIES)),
    must("accuracy_km", Kind::Number),
    must("basis", Kind::Text),
    may("source", Kind::Source),
    may("licence", Kind::Text),
    may("attribution", Kind::Text),
    may("scope", Kind::Text),
    may("alignment", Kind::Text),
    may("unverified", Kind::Flag),
    may("drawn_length_km", Kind::Number),
    may("reference_length_km", Kind::Number),
    may("longest_straight_km", Kind::Number),
    may("length_note", Kind::Text),
    may("gem_ids", TEXTS),
    may("gem_accuracy_2024", Kind::Text),
    may("point", Kind::Position),
    may("point_accuracy_km", Kind::Number),
    may("place", Kind::Text),
    may("other_locations", Kind::List(&Kind::Object(LOCATION))),
    may("places", Kind::List(&Kind::Object(PLACE))),
    may("parts", Kind::List(&Kind::Object(PART))),
];

const PLACE: &[Member] = &[
    must("name", Kind::Text),
    may("kind", Kind::Text),
    must("lon", Kind::Number),
    must("lat", Kind::Number),
];

const LOCATION: &[Member] =
    &[must("place", Kind::Text), must("lon", Kind::Number), must("lat", Kind::Number)];

const PART: &[Member] = &[
    may("name", Kind::Text),
    may("quality", Kind::OneOf(QUALITIES)),
    may("accuracy_km", Kind::Number),
    may("length_km", Kind::Number),
    may("area_ha", Kind::Number),
    may("outline", Kind::Number),
    may("point", Kind::Position),
    may("basis", Kind::Text),
    may("licence", Kind::Text),
    may("attribution", Kind::Text),
    may("source", Kind::Source),
];

const ACTOR: &[Member] = &[
    must("name", Kind::Text),
    must("role", Kind::Text),
    may("share", Kind::Number),
    may("source", Kind::Source),
    may("unverified", Kind::Flag),
    may("note", Kind::Text),
];

const QUANTITY: &[Member] = &[
    may("value", Kind::Number),
    may("low", Kind::Number),
    may("high", Kind::Number),
    must("unit", Kind::Text),
    may("as_of", Kind::Date),
    may("scope", Kind::Text),
    may("source", Kind::Source),
    may("unverified", Kind::Flag),
    may("note", Kind::Text),
];

/// Members of a claim.
pub const CLAIM: &[Member] = &[
    must("kind", Kind::Text),
    may("status", Kind::Status),
    may("phase", Kind::Count),
    must("date", Kind::Date),
    may("planned", Kind::Flag),
    may("stated_on", Kind::Date),
    may("user", Kind::Text),
    may("source", Kind::Source),
    may("unverified", Kind::Flag),
    may("preferred", Kind::Flag),
    may("note", Kind::Text),
];

const OTHER_DATE: &[Member] =
    &[must("date", Kind::Date), may("source", Kind::Source), may("note", Kind::Text)];

const FACT: &[Member] = &[must("text", Kind::Text), may("source", Kind::Source)];
