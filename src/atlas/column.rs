//! Columns: what a layer can be asked for by name and type, and sorted by.
//!
//! Records and events have the columns of one table. A layer of plain GeoJSON has those that its
//! properties make, each with the type that all its values share.

use crate::atlas::Atlas;
use crate::atlas::authored::{Authored, authored};
use crate::atlas::columns;
use crate::atlas::feature::{Feature, Timing};
use crate::atlas::json_types::JsonTypes;

/// A named and typed value that every feature of a layer may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in filters, parameters and answers.
    pub name: String,
    /// What it means, in a few words; empty for columns of plain data.
    pub meaning: &'static str,
    /// The type of its values.
    pub kind: Kind,
    /// Where its values come from.
    pub origin: Origin,
}

/// Types of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// An instant, RFC 3339.
    Timestamp,
    /// A list of texts or numbers.
    List,
    /// A geometry.
    Geometry,
}

/// Where the values of a column come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The id of the feature.
    Id,
    /// The id of its layer.
    Layer,
    /// The id of its category.
    Category,
    /// Its English name.
    Name,
    /// The countries it touches.
    Countries,
    /// Its status at the moment asked for.
    Status,
    /// The start of that status as typed.
    StatusSince,
    /// Whether that status is certain or possible.
    StatusCertainty,
    /// Whether it rests on a plan.
    StatusPlanned,
    /// Whether more than one status held.
    StatusChanged,
    /// Countries that use a base.
    Users,
    /// The first day of the lifetime.
    Start,
    /// The last day of the lifetime.
    End,
    /// Quality of the geometry.
    Quality,
    /// How far off the geometry may be.
    AccuracyKm,
    /// Length of the lines.
    LengthKm,
    /// Whether sources dispute it.
    Disputed,
    /// Whether every claim names a source.
    Sourced,
    /// Ids of those who act in it.
    Actors,
    /// The property of the same name in the data.
    Property,
    /// The geometry.
    Geometry,
}

/// A property that answers tell of the features of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub shape: Shape,
    /// The types of its values in JSON that are known beside that of its shape.
    pub types: JsonTypes,
    /// Its role in time, where it has one.
    pub role: Option<Role>,
}

/// What the values of a property are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Values of one kind.
    Of(Kind),
    /// Objects.
    Object,
    /// Lists of objects or of mixed things.
    Objects,
}

/// Roles of properties in time (OGC 23-058r2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// First day of the interval that counts.
    Start,
    /// Last day of it.
    End,
}

impl Kind {
    /// Whether values of this kind have an order.
    #[must_use]
    pub const fn is_ordered(self) -> bool {
        !matches!(self, Self::List | Self::Geometry)
    }
}

impl Origin {
    /// Whether answers tell `null` where a feature has no value.
    const fn may_lack(self) -> bool {
        matches!(
            self,
            Self::Status | Self::StatusSince | Self::StatusCertainty | Self::Start | Self::End
        )
    }
}

type Row = (&'static str, Kind, Origin, &'static str);

const ID: Row = ("id", Kind::Text, Origin::Id, "identifier, the same for ever");
const USERS: Row = ("user", Kind::List, Origin::Users, "countries that use a base");
const GEOMETRY: Row = ("geometry", Kind::Geometry, Origin::Geometry, "where it is");

/// Columns that are worked out for every feature, plain ones too.
const DERIVED: &[Row] = &[
    ("layer", Kind::Text, Origin::Layer, "id of the layer"),
    ("status", Kind::Text, Origin::Status, "status at the moment asked for"),
    ("status_since", Kind::Text, Origin::StatusSince, "start of that status as typed, EDTF"),
    ("status_certainty", Kind::Text, Origin::StatusCertainty, "certain, or possible only"),
    ("status_planned", Kind::Boolean, Origin::StatusPlanned, "whether the status rests on a plan"),
    (
        "status_changed",
        Kind::Boolean,
        Origin::StatusChanged,
        "whether more than one status held in the interval asked for",
    ),
];

/// Further columns of records and events.
const RECORD: &[Row] = &[
    ("category", Kind::Text, Origin::Category, "id of the category"),
    ("name", Kind::Text, Origin::Name, "name in English"),
    ("countries", Kind::List, Origin::Countries, "countries it touches, ISO 3166-1 alpha-2"),
    USERS,
    ("start", Kind::Date, Origin::Start, "first day of the lifetime, as early as it may be"),
    ("end", Kind::Date, Origin::End, "last day of the lifetime, as late as it may be"),
    ("quality", Kind::Text, Origin::Quality, "surveyed, traced, coarse or schematic"),
    ("accuracy_km", Kind::Number, Origin::AccuracyKm, "how far off the course may be, km"),
    ("length_km", Kind::Number, Origin::LengthKm, "length of the lines as drawn, km"),
    ("disputed", Kind::Boolean, Origin::Disputed, "whether sources dispute it"),
    ("sourced", Kind::Boolean, Origin::Sourced, "whether every claim names a source"),
    ("actors", Kind::List, Origin::Actors, "ids of those who act in it"),
];

/// What there is to ask for and to tell of one layer.
#[derive(Debug)]
pub struct Table {
    /// What can be asked for.
    pub columns: Vec<Column>,
    /// What answers tell.
    pub properties: Vec<Property>,
}

/// The table of every layer, in the order of the vocabulary.
#[must_use]
pub fn tables(atlas: &Atlas) -> Vec<Table> {
    let layers = 0..atlas.vocabulary().layers.len();
    layers
        .map(|layer| {
            let of_layer = atlas.features().iter().filter(|feature| feature.layer == layer);
            let features: Vec<&Feature> = of_layer.collect();
            let shapes = authored(&features);
            let plain = |feature: &&Feature| matches!(feature.timing, Timing::Plain { .. });
            if !features.is_empty() && features.iter().all(plain) {
                let columns = of_plain(atlas, layer, &shapes);
                let told: Vec<Row> = DERIVED.iter().copied().chain([USERS]).collect();
                let properties = properties(&shapes, &columns, &told);
                Table { columns, properties }
            } else {
                let events = atlas.vocabulary().layers[layer].events;
                let own = |row: &Row| !(events && row.2 == Origin::Users);
                let worked_out: Vec<Row> =
                    RECORD.iter().chain(DERIVED).copied().filter(own).collect();
                let rows = [ID].into_iter().chain(worked_out.iter().copied()).chain([GEOMETRY]);
                let columns: Vec<Column> = rows.map(column).collect();
                let is_told = |name| {
                    let of_records = TOLD_OF_RECORDS.contains(&name);
                    is_told_of_all(name) || of_records || (events && name == "actors")
                };
                let told = worked_out.into_iter().filter(|row| is_told(row.0));
                let told: Vec<Row> = told.collect();
                Table { properties: properties(&shapes, &columns, &told), columns }
            }
        })
        .collect()
}

/// Whether answers add a column of [`RECORD`] and [`DERIVED`] to what is authored, of plain data too.
/// It is asked of every key of such data, so that no table is gone through.
#[must_use]
pub fn is_told_of_all(name: &str) -> bool {
    matches!(
        name,
        "layer"
            | "status"
            | "status_since"
            | "status_certainty"
            | "status_planned"
            | "status_changed"
            | "user"
    )
}

/// Those that they add to records; plain data has its days in columns of its own.
const TOLD_OF_RECORDS: &[&str] =
    &["start", "end", "quality", "accuracy_km", "length_km", "disputed", "sourced"];

/// What the answer with a single feature adds.
const TOLD_OF_ONE: &[(&str, Shape)] =
    &[("periods", Shape::Objects), ("outcomes", Shape::Objects), ("sources", Shape::Object)];

fn column((name, kind, origin, meaning): Row) -> Column {
    Column { name: name.to_owned(), meaning, kind, origin }
}

/// What is authored, then what is worked out.
fn properties(authored: &[Authored], columns: &[Column], worked_out: &[Row]) -> Vec<Property> {
    let mut all: Vec<Property> = authored
        .iter()
        .map(|Authored { name, shape, types }| property(columns, name, *shape, *types))
        .collect();
    for (name, kind, origin, _) in worked_out {
        all.retain(|earlier| earlier.name != *name);
        let types = if origin.may_lack() { JsonTypes::NULL } else { JsonTypes::default() };
        all.push(property(columns, name, Shape::Of(*kind), types));
    }
    for (name, shape) in TOLD_OF_ONE {
        // Where plain data has a column of the name, other answers tell that.
        let own = all.iter().position(|earlier| earlier.name == *name).map(|at| all.remove(at));
        let types = own.map_or(JsonTypes::default(), |own| own.types);
        all.push(property(columns, name, *shape, types));
    }
    all
}

/// A property with its role. Only whole days have one: texts such as 1998-05 are no temporal values
/// to the standard.
fn property(columns: &[Column], name: &str, shape: Shape, types: JsonTypes) -> Property {
    let shape = match shape {
        Shape::Of(Kind::Date | Kind::Timestamp) if types.holds_blanks() => Shape::Of(Kind::Text),
        shape => shape,
    };
    let column = columns.iter().find(|column| column.name == name);
    let role = match (column.map(|column| column.origin), shape) {
        (Some(Origin::Start), Shape::Of(Kind::Date)) => Some(Role::Start),
        (Some(Origin::End), Shape::Of(Kind::Date)) => Some(Role::End),
        _ => None,
    };
    Property { name: name.to_owned(), shape, types, role }
}

/// The columns of plain features: what their properties are, then what is worked out.
fn of_plain(atlas: &Atlas, layer: usize, shapes: &[Authored]) -> Vec<Column> {
    let mut columns = vec![column(ID)];
    let id = &atlas.vocabulary().layers[layer].id;
    let intake = atlas.intakes().iter().find(|intake| intake.layer == *id);
    let read_as = |name: &str| {
        let found = intake?.columns.iter().find(|found| found.column == name)?;
        Some(found.role)
    };
    for Authored { name, shape, .. } in shapes {
        let Shape::Of(kind) = *shape else { continue };
        // What is worked out under a name takes its place, as it does in answers.
        let taken = |row: &&Row| row.0 == name;
        if [ID, GEOMETRY].iter().chain(DERIVED).any(|row| taken(&row)) {
            continue;
        }
        // Days of a lifetime may be imprecise texts or years; instants stay what they are.
        let (origin, kind, meaning) = match kind {
            Kind::Timestamp => (Origin::Property, kind, ""),
            kind => match read_as(name) {
                Some(columns::Role::Start) => (Origin::Start, Kind::Date, "first day"),
                Some(columns::Role::End) => (Origin::End, Kind::Date, "last day"),
                _ => (Origin::Property, kind, ""),
            },
        };
        columns.push(Column { name: name.clone(), meaning, kind, origin });
    }
    columns.extend(DERIVED.iter().copied().chain([GEOMETRY]).map(column));
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::load::load;

    #[test]
    fn plain_properties_have_the_type_that_all_their_values_share() {
        let folder = tempfile::TempDir::new().unwrap();
        let text = r#"{"type": "FeatureCollection", "features": [
            {"type": "Feature", "geometry": null, "properties": {
                "n": 1, "x": 1, "flag": true, "day": "2020-02-29", "at": "2020-02-29T10:00:00Z",
                "mixed": 1, "list": ["a"], "deep": {"a": 1}, "start": "1998-05", "none": null}},
            {"type": "Feature", "geometry": null, "properties": {
                "n": 2, "x": 1.5, "flag": null, "day": "", "at": null, "mixed": "one",
                "list": [2], "deep": null, "start": 1999}}]}"#;
        std::fs::write(folder.path().join("things.geojson"), text).unwrap();
        let (atlas, findings) = load(folder.path()).unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        let kind = |name: &str| {
            atlas.columns(0).iter().find(|column| column.name == name).map(|column| column.kind)
        };
        for (name, expected) in [
            ("id", Some(Kind::Text)),
            ("n", Some(Kind::Integer)),
            ("x", Some(Kind::Number)),
            ("flag", Some(Kind::Boolean)),
            ("day", Some(Kind::Date)),
            ("at", Some(Kind::Timestamp)),
            ("mixed", Some(Kind::Text)),
            ("list", Some(Kind::List)),
            ("deep", None),
            ("start", Some(Kind::Date)),
            ("none", Some(Kind::Text)),
            ("status", Some(Kind::Text)),
            ("geometry", Some(Kind::Geometry)),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }
}
