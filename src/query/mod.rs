//! One typed question: the only way from a request to features.

pub mod filter;
mod ogc_operations;
pub mod operation;
pub mod operations;
mod own_operations;
pub mod page;
mod pairs;
pub mod parameter;
pub mod sound;
pub mod space;
pub mod subset;
pub mod text;
pub mod time;

use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::atlas::promise::Verdict;
use crate::atlas::schema::QUALITIES;
use crate::atlas::status::Status;
use crate::query::filter::Filter;
use crate::query::page::{Cursor, Page};
pub use crate::query::pairs::{Pairs, QueryError};
use crate::query::parameter::{Parameter, Takes, Words, parameter};
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
    /// Which part of the answer.
    pub page: Page,
}

/// Every parameter that shapes a [`Plan`], in the order of the documentation. One row each: handlers
/// check names by it, and the API tells of itself from it.
pub const PARAMETERS: &[Parameter] = &[
    parameter(
        "bbox",
        "keeps features that touch a box: west,south,east,north in degrees",
        Takes::Numbers { least: 4, most: 6 },
    ),
    parameter(
        "datetime",
        "keeps features that lived then, and tells their status on its last day",
        Takes::Form { pattern: time::DATETIME_PATTERN, told: time::DATETIME_FORMS },
    ),
    parameter(
        "as-of",
        "reads the atlas as it was known on a day",
        Takes::Form { pattern: time::DAY_PATTERN, told: "a day up to today (2005-04-03)" },
    ),
    parameter(
        "undated",
        "leaves out features without any date (exclude) or keeps them (include)",
        Takes::WordOr(Words::Fixed(CHOICE), "include"),
    ),
    parameter(
        "ended",
        "keeps closed and cancelled features after their end (include) or not (exclude)",
        Takes::WordOr(Words::Fixed(CHOICE), "exclude"),
    ),
    parameter(
        "status",
        "keeps features with one of these statuses, comma between",
        Takes::List(Words::Of(|_| owned(&status_words()))),
    ),
    parameter(
        "category",
        "keeps features of one of these categories, comma between",
        Takes::List(Words::Of(|atlas| owned(&category_ids(atlas)))),
    ),
    parameter(
        "country",
        "keeps features that touch one of these countries, comma between",
        Takes::List(Words::Like("^[A-Z]{2}$")),
    ),
    parameter(
        "q",
        "keeps features with a name that contains this text, in any script",
        Takes::Text(MAX_TEXT),
    ),
    parameter(
        "actor",
        "keeps features in which one of these actors has a part, comma between",
        Takes::List(Words::Of(|atlas| atlas.actors().all().keys().cloned().collect())),
    ),
    parameter(
        "member",
        "keeps features that touch a country that is a member of one of these organisations then",
        Takes::List(Words::Of(|atlas| owned(&filter::organisation_ids(atlas)))),
    ),
    parameter(
        "quality",
        "keeps features whose geometry has one of these qualities, comma between",
        Takes::List(Words::Fixed(QUALITIES)),
    ),
    parameter(
        "certainty",
        "keeps features whose status then is certain, or only possible",
        Takes::List(Words::Fixed(&filter::CERTAINTIES)),
    ),
    parameter(
        "sourced",
        "keeps features with a source for every claim (yes) or without (no)",
        Takes::List(Words::Fixed(&filter::SOURCED)),
    ),
    parameter(
        "outcome",
        "keeps features whose promise came out in one of these ways",
        Takes::List(Words::Of(|_| owned(&Verdict::ALL.map(Verdict::as_str)))),
    ),
    parameter(
        "limit",
        "how many features an answer holds at most",
        Takes::Whole {
            least: 1,
            most: page::MAX_LIMIT as u64,
            usual: Some(page::DEFAULT_LIMIT as u64),
        },
    ),
    parameter(
        "cursor",
        "where an earlier answer stopped",
        Takes::Pattern("^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$"),
    ),
];

/// Parameters that a file to take away does not have: it has no pages.
pub const NOT_OF_FILES: &[&str] = &["limit", "cursor"];

/// Parameters that a comparison does not have: two days take the place of a moment, what does not
/// stand is no change, and an answer is whole.
pub const NOT_OF_CHANGES: &[&str] = &["datetime", "undated", "ended", "limit", "cursor"];

/// Parameters that revisions do not have: two known days take the place of one, undated features
/// have no starts, and an answer is whole.
pub const NOT_OF_REVISIONS: &[&str] = &["as-of", "undated", "limit", "cursor"];

/// Most characters of a search text.
pub const MAX_TEXT: usize = 100;

impl Plan {
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
        let mut plan = Self {
            bbox: pairs.read("bbox", space::BBOX_FORM, Bbox::parse)?,
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

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
