//! Every parameter that shapes a plan, one row each.

use crate::atlas::promise::Verdict;
use crate::atlas::schema::QUALITIES;
use crate::query::cql2::{self, Language};
use crate::query::crs::CRS_FORM;
use crate::query::parameter::{Parameter, Takes, Words, parameter};
use crate::query::{CHOICE, MAX_TEXT, category_ids, filter, page, status_words, time};

/// Every parameter that shapes a [`Plan`](super::Plan), in the order of the documentation. One row each: handlers
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
        "filter",
        "keeps features of which a filter in CQL2 is true",
        Takes::Text(cql2::MAX_LENGTH),
    ),
    parameter(
        "filter-lang",
        "the encoding of the filter",
        Takes::WordOr(Words::Fixed(&Language::WORDS), "cql2-text"),
    ),
    parameter(
        "filter-crs",
        "the reference system of geometries in the filter, by its address",
        SYSTEM,
    ),
    parameter("bbox-crs", "the reference system of the box, by its address", SYSTEM),
    parameter("crs", "the reference system of the answer, by its address", SYSTEM),
    parameter(
        "sortby",
        "orders by sortables, comma between, each after + or - (descending)",
        Takes::Text(MAX_NAMES),
    ),
    parameter("properties", "tells these properties only, comma between", Takes::Text(MAX_NAMES)),
    parameter(
        "skipGeometry",
        "leaves out the geometries (true) or not (false)",
        Takes::WordOr(Words::Fixed(&["true", "false"]), "false"),
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

/// The address of a reference system.
const SYSTEM: Takes = Takes::Form {
    pattern: "^https?://www\\.opengis\\.net/def/crs/[0-9A-Za-z./]+$",
    told: CRS_FORM,
};

/// Most characters of a list of names.
const MAX_NAMES: usize = 2_000;

/// Parameters that a file to take away does not have: it has no pages, and is whole.
pub const NOT_OF_FILES: &[&str] = &["limit", "cursor", "crs", "properties", "skipGeometry"];

/// Parameters that a comparison does not have: two days take the place of a moment, what does not
/// stand is no change, and an answer is whole.
pub const NOT_OF_CHANGES: &[&str] = &[
    "datetime",
    "undated",
    "ended",
    "limit",
    "cursor",
    "crs",
    "sortby",
    "properties",
    "skipGeometry",
];

/// Parameters that revisions do not have: two known days take the place of one, undated features
/// have no starts, and an answer is whole.
pub const NOT_OF_REVISIONS: &[&str] =
    &["as-of", "undated", "limit", "cursor", "crs", "sortby", "properties", "skipGeometry"];

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
