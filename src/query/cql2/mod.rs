//! Filters in the Common Query Language, CQL2 (OGC 21-065r2), as text and as JSON.
//!
//! The text is held to limits, parsed by the `cql2` crate, and made into a typed [`Predicate`] over
//! the columns of the layers asked for.
//!
//! Conformance classes: cql2-text, cql2-json, basic-cql2, advanced-comparison-operators,
//! case-insensitive-comparison, accent-insensitive-comparison, basic-spatial-functions,
//! basic-spatial-functions-plus, spatial-functions, temporal-functions, array-functions,
//! property-property, arithmetic.

mod compile;
pub mod fold;
pub mod instant;
pub mod like;
mod limits;
pub mod predicate;
mod shape;
mod term;

use crate::atlas::column::Column;
use crate::query::cql2::compile::Compiler;
pub use crate::query::cql2::limits::MAX_LENGTH;
use crate::query::cql2::predicate::Predicate;
use crate::query::crs::Crs;

/// The two encodings of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// `cql2-text`.
    Text,
    /// `cql2-json`.
    Json,
}

impl Language {
    /// The words that `filter-lang` takes, the default first.
    pub const WORDS: [&str; 2] = ["cql2-text", "cql2-json"];

    /// The encoding with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "cql2-text" => Some(Self::Text),
            "cql2-json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// What `filter` may be, for messages.
pub const FILTER_FORM: &str =
    "a filter in CQL2 over the properties of /api/collections/{layer}/queryables";

/// Words and signs up to which a filter is parsed where the request is: the stack there is small.
const SHALLOW: usize = 40;
/// Bytes up to which it is: whatever the count of words misses is no deeper than this.
const SHORT: usize = 1_000;
/// Bytes of stack on which longer filters are parsed, enough for the wordiest.
const STACK: usize = 64 << 20;

/// Reads a filter over some columns; its geometries are in a reference system.
///
/// # Errors
/// When it is too long or deep, cannot be parsed, names no column, or compares what cannot be
/// compared.
pub fn read(
    text: &str,
    language: Language,
    columns: &[Column],
    crs: Crs,
) -> Result<Predicate, String> {
    let read = || {
        let expression = match language {
            Language::Text => cql2::parse_text(text).map_err(|error| parse_error(&error))?,
            Language::Json => cql2::parse_json(text).map_err(|error| json_error(&error))?,
        };
        Compiler::new(columns, crs)?.predicate(&expression)
    };
    if limits::check(text, language)? <= SHALLOW && text.len() <= SHORT {
        return read();
    }
    // The parser calls itself once a word at worst, such as for a row of `NOT`.
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read);
        let read = thread.ok().and_then(|thread| thread.join().ok());
        read.unwrap_or_else(|| Err("cannot be read now".into()))
    })
}

/// Where the parser stopped, in words for people: its own list of rules says little to them.
fn parse_error(error: &cql2::Error) -> String {
    let cql2::Error::Pest(error) = error else {
        return "is not CQL2 text: a number, date or geometry in it cannot be read".into();
    };
    if let pest::error::ErrorVariant::CustomError { .. } = error.variant {
        return "takes too long to read; write it with fewer brackets".into();
    }
    let (pest::error::LineColLocation::Pos((line, column))
    | pest::error::LineColLocation::Span((line, column), _)) = error.line_col;
    format!("is not CQL2 text: it cannot be read from line {line}, character {column} on")
}

/// The same of the JSON encoding: where it is no JSON, or that it holds something else.
fn json_error(error: &serde_json::Error) -> String {
    if error.is_data() {
        return "is not CQL2 JSON: it holds something that is no expression, such as an object without 'op' and 'args'".into();
    }
    let (line, column) = (error.line(), error.column());
    format!("is no JSON: it cannot be read from line {line}, character {column} on")
}

#[cfg(test)]
mod tests;
