//! One typed question: the only way from a request to features.

pub mod cql2;
pub mod crs;
pub mod files;
pub mod filter;
mod ogc_operations;
pub mod operation;
pub mod operations;
pub mod order;
mod own_operations;
pub mod page;
mod pairs;
pub mod parameter;
mod parameters;
pub mod selection;
pub mod sound;
pub mod space;
pub mod subset;
pub mod text;
pub mod time;

use crate::atlas::Atlas;
use crate::atlas::column::{Column, Kind, Origin};
use crate::atlas::day::Day;
use crate::atlas::status::Status;
use crate::query::cql2::instant::Instant;
use crate::query::cql2::predicate::{Comparison, Predicate, Spatial, Term, Value};
use crate::query::cql2::{FILTER_FORM, Language};
use crate::query::crs::{CRS_FORM, Crs};
use crate::query::filter::Filter;
use crate::query::order::SortKey;
use crate::query::page::{Cursor, Page};
pub use crate::query::pairs::{Pairs, QueryError};
pub use crate::query::parameters::{NOT_OF_CHANGES, NOT_OF_FILES, NOT_OF_REVISIONS, PARAMETERS};
use crate::query::selection::Selection;
use crate::query::space::Bbox;
use crate::query::time::Moment;

/// What is asked of the atlas. An endpoint, a download, a tile and the command line all build one.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Positions of the layers in the vocabulary.
    pub layers: Vec<usize>,
    /// Box that features must touch.
    pub bbox: Option<Bbox>,
    /// Days that lifetimes must meet; without it the status is that of `today`.
    pub moment: Option<Moment>,
    /// Day as of which the atlas is read; today unless asked otherwise.
    pub known: Day,
    /// The current day.
    pub today: Day,
    /// Whether features without any date are left out.
    pub without_undated: bool,
    /// Whether features that are over are kept, whatever their lifetime.
    pub with_ended: bool,
    /// Words of the statuses to keep; all where `None`.
    pub statuses: Option<Vec<String>>,
    /// Categories to keep; all where `None`.
    pub categories: Option<Vec<String>>,
    /// Countries of which one must be touched; all where `None`.
    pub countries: Option<Vec<String>>,
    /// Folded text that a name must contain.
    pub text: Option<String>,
    /// Further filters.
    pub filter: Filter,
    /// What must be true of a feature besides.
    pub predicate: Option<Predicate>,
    /// By what the answer is ordered; in the order of the atlas where empty.
    pub order: Vec<SortKey>,
    /// What is told of each feature.
    pub selection: Selection,
    /// Which part of the answer.
    pub page: Page,
}

/// Most characters of a search text.
pub const MAX_TEXT: usize = 100;

impl Plan {
    /// Everything in all layers, as of today.
    #[must_use]
    pub fn of_atlas(atlas: &Atlas, today: Day) -> Self {
        Self::of_layers((0..atlas.vocabulary().layers.len()).collect(), today)
    }

    /// Whether nothing but layers, place and days decides what matches, in the order of the atlas.
    #[must_use]
    pub fn asks_for_days_only(&self) -> bool {
        let Self { statuses, categories, countries, text, filter, predicate, order, .. } = self;
        statuses.is_none()
            && categories.is_none()
            && countries.is_none()
            && text.is_none()
            && *filter == Filter::default()
            && predicate.is_none()
            && order.is_empty()
            && !self.with_ended
            && !self.without_undated
    }

    /// Everything in some layers, as of today.
    #[must_use]
    pub fn of_layers(layers: Vec<usize>, today: Day) -> Self {
        Self {
            layers,
            bbox: None,
            moment: None,
            known: today,
            today,
            without_undated: false,
            with_ended: false,
            statuses: None,
            categories: None,
            countries: None,
            text: None,
            filter: Filter::default(),
            predicate: None,
            order: Vec::new(),
            selection: Selection::default(),
            page: Page::default(),
        }
    }

    /// Reads the pairs of a request for some layers.
    ///
    /// # Errors
    /// When a value does not fit its parameter.
    pub fn read(
        pairs: &Pairs,
        atlas: &Atlas,
        layers: Vec<usize>,
        today: Day,
    ) -> Result<Self, QueryError> {
        let categories = category_ids(atlas);
        let columns = columns(atlas, &layers);
        let (bbox, predicate) = conditions(pairs, &columns)?;
        let mut plan = Self {
            bbox,
            predicate,
            order: order::read(pairs, &columns)?,
            selection: Selection::read(pairs, atlas, &layers)?,
            moment: pairs.read("datetime", time::DATETIME_FORMS, Moment::parse)?,
            known: pairs
                .read("as-of", "a day up to today", |text| time::as_of(text, today))?
                .unwrap_or(today),
            without_undated: pairs.one_of("undated", CHOICE)?.as_deref() == Some("exclude"),
            with_ended: pairs.one_of("ended", CHOICE)?.as_deref() == Some("include"),
            statuses: pairs.list("status", &status_words().join(", "), |word| {
                status_words().contains(&word)
            })?,
            categories: pairs
                .list("category", &categories.join(", "), |id| categories.contains(&id))?,
            countries: pairs.list(
                "country",
                "codes of two capital letters, ISO 3166-1",
                |code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()),
            )?,
            text: pairs.read("q", "1 to 100 characters", search_text)?,
            filter: Filter::read(pairs, atlas)?,
            ..Self::of_layers(layers, today)
        };
        plan.page = Page::read(pairs, &plan, atlas.version())?;
        Ok(plan)
    }

    /// A number that tells plans apart, whatever page they ask for. A cursor carries it.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let plan = Self { page: Page::default(), ..self.clone() };
        page::hash(format!("{plan:?}").as_bytes())
    }

    /// The cursor of the page that begins after `offset` features.
    #[must_use]
    pub fn cursor(&self, atlas: &Atlas, offset: usize) -> String {
        Cursor::new(offset, self.fingerprint(), atlas.version()).to_string()
    }

    /// The day as of which the atlas is read, where that is not today.
    #[must_use]
    pub fn as_of(&self) -> Option<Day> {
        (self.known != self.today).then_some(self.known)
    }

    /// The day whose status is told.
    #[must_use]
    pub fn status_day(&self) -> Day {
        self.moment.map_or(self.today, Moment::status_day)
    }
}

/// The columns of some layers, each name once: as the first layer that has it has it.
#[must_use]
pub fn columns(atlas: &Atlas, layers: &[usize]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for column in layers.iter().flat_map(|layer| atlas.columns(*layer)) {
        if !columns.iter().any(|known| known.name == column.name) {
            columns.push(column.clone());
        }
    }
    columns
}

/// The columns of a layer that are parameters of their own: simple values whose name no other
/// parameter has (OGC API – Features 3, queryables as query parameters).
pub fn column_parameters(columns: &[Column]) -> impl Iterator<Item = &Column> {
    columns.iter().filter(|column| {
        column.kind.is_ordered() && !PARAMETERS.iter().any(|known| known.name == column.name)
    })
}

/// The box, and all that must be true besides: the outline of a box that is none in degrees, the
/// filter, and the columns that are given a value.
fn conditions(
    pairs: &Pairs,
    columns: &[Column],
) -> Result<(Option<Bbox>, Option<Predicate>), QueryError> {
    let system = |name| Ok(pairs.read(name, CRS_FORM, Crs::parse)?.unwrap_or(Crs::CRS84));
    let (bbox_crs, filter_crs) = (system("bbox-crs")?, system("filter-crs")?);
    let bbox = pairs.read("bbox", space::BBOX_FORM, |text| bbox_crs.read_box(text))?;
    let (bbox, outline) = bbox.map_or((None, None), |(bbox, outline)| (Some(bbox), outline));
    let mut parts: Vec<Predicate> =
        outline.and_then(|outline| touches(outline, columns)).into_iter().collect();
    let language = pairs.one_of("filter-lang", &Language::WORDS)?;
    let language = language.as_deref().and_then(Language::parse).unwrap_or(Language::Text);
    let filter = |text: &str| cql2::read(text, language, columns, filter_crs);
    parts.extend(pairs.read("filter", FILTER_FORM, filter)?);
    for column in column_parameters(columns) {
        let Some(text) = pairs.get(&column.name) else { continue };
        let value = column_value(column.kind, text).map_err(|allowed| QueryError::Column {
            name: column.name.clone(),
            value: text.to_owned(),
            allowed,
        })?;
        let (term, value) = (Term::Column(column.clone()), Term::Literal(value));
        parts.push(Predicate::Compare(Comparison::Equal, term, value));
    }
    Ok((bbox, (!parts.is_empty()).then_some(Predicate::All(parts))))
}

fn touches(outline: geo::Polygon<f64>, columns: &[Column]) -> Option<Predicate> {
    let column = columns.iter().find(|column| column.origin == Origin::Geometry)?;
    let outline = geo::Geometry::from(outline);
    let extent = crate::atlas::shape::bbox_of(&outline)?;
    let shape = Term::Shape(outline, extent);
    Some(Predicate::Spatial(Spatial::Intersects, Term::Column(column.clone()), shape))
}

/// A value of a column as a parameter has it, or what would be one.
fn column_value(kind: Kind, text: &str) -> Result<Value<'static>, &'static str> {
    match kind {
        Kind::Number => finite(text).map(Value::Number).ok_or("a number"),
        Kind::Integer => {
            let whole = finite(text).filter(|number| number.fract() == 0.0);
            whole.map(Value::Number).ok_or("a whole number")
        }
        Kind::Boolean => text.parse().map(Value::Boolean).map_err(|_| "true or false"),
        Kind::Date => Instant::parse(text).map(Value::Time).ok_or("a day such as 2005-12-15"),
        Kind::Timestamp => {
            Instant::parse(text).map(Value::Time).ok_or("a time such as 2005-12-15T10:00:00Z")
        }
        Kind::Text | Kind::List | Kind::Geometry => Ok(Value::Text(text.to_owned().into())),
    }
}

fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

const CHOICE: &[&str] = &["include", "exclude"];

/// The words that `status` takes: those of projects, then those of events.
#[must_use]
pub fn status_words() -> Vec<&'static str> {
    Status::ALL.map(Status::as_str).into_iter().chain(["held", "planned"]).collect()
}

/// Reads a text to look for.
///
/// # Errors
/// When nothing of it is a letter or digit, or it is too long.
pub fn search_text(text: &str) -> Result<String, String> {
    if text.chars().count() > MAX_TEXT {
        return Err(format!("is longer than {MAX_TEXT} characters"));
    }
    let folded = text::folded(text);
    if folded.is_empty() { Err("has no letter or digit".into()) } else { Ok(folded) }
}

fn category_ids(atlas: &Atlas) -> Vec<&str> {
    let layers = atlas.vocabulary().layers.iter();
    layers.flat_map(|layer| &layer.categories).map(|category| category.id.as_str()).collect()
}
