//! The forms in which a comparison leaves: a document, files of it, and a feed.

use axum::response::Response;
use bytes::Bytes;

use crate::http::error::Problem;
use crate::http::request::Asked;
use crate::http::respond::{Answer, named};
use crate::output::atom;
use crate::query::{Pairs, QueryError};

/// One of the forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// For maps.
    GeoJson,
    /// For feed readers.
    Atom,
}

impl Form {
    const ALL: [Self; 4] = [Self::Json, Self::Csv, Self::GeoJson, Self::Atom];

    /// The form that `f` asks for; JSON without it.
    ///
    /// # Errors
    /// When there is no such form.
    pub fn read(pairs: &Pairs) -> Result<Self, QueryError> {
        let word = pairs.one_of("f", &Self::ALL.map(Self::ending))?;
        let form = Self::ALL.into_iter().find(|form| word.as_deref() == Some(form.ending()));
        Ok(form.unwrap_or(Self::Json))
    }

    /// The word for `f`, and the ending of the file.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::GeoJson => "geojson",
            Self::Atom => "atom",
        }
    }

    const fn media(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::GeoJson => "application/geo+json",
            Self::Atom => atom::MEDIA_TYPE,
        }
    }

    /// The response of this form. Files are kept under a name.
    ///
    /// # Errors
    /// Those of making the body.
    pub fn respond(
        self,
        asked: &Asked,
        stem: &str,
        body: Result<Bytes, Problem>,
    ) -> Result<Response, Problem> {
        let answer = Answer::of(self.media(), body?, asked.tag(self.ending()));
        let response = answer.respond(&asked.headers);
        Ok(match self {
            Self::Json | Self::Atom => response,
            Self::Csv | Self::GeoJson => named(response, &format!("{stem}.{}", self.ending())),
        })
    }
}
