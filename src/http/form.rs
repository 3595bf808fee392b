//! The forms in which a comparison leaves: a document, files of it, and a feed.

use axum::response::Response;
use bytes::Bytes;

use crate::http::error::Problem;
use crate::http::request::Asked;
use crate::http::respond::{Answer, named};
use crate::output::{Comparison, atom, credit};
use crate::query::Pairs;

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

    /// The form of a request, by the ending of its path or by `f`, JSON without either; and its pairs.
    ///
    /// # Errors
    /// When there is no such form or parameter.
    pub fn read(asked: &Asked) -> Result<(Self, Pairs), Problem> {
        let named = |word: &str| Self::ALL.into_iter().find(|form| form.ending() == word);
        if let Some((_, ending)) = asked.uri.path().rsplit_once('.') {
            return Ok((named(ending).ok_or(Problem::NoRoute)?, asked.pairs()?));
        }
        let pairs = asked.pairs()?;
        let word = pairs.one_of("f", &Self::ALL.map(Self::ending))?;
        Ok((word.as_deref().and_then(named).unwrap_or(Self::Json), pairs))
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

    /// The response of this form. Files are kept under a name that begins with `stem`.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn respond(
        self,
        asked: &Asked,
        stem: &str,
        about: &credit::Asked,
        comparison: &impl Comparison,
    ) -> Result<Response, Problem> {
        let atlas = asked.atlas();
        let body: Bytes = match self {
            Self::Json => comparison.document(atlas).to_string().into(),
            Self::Csv => comparison.csv(atlas, about)?.into(),
            Self::GeoJson => comparison.geojson(atlas, about).into(),
            Self::Atom => {
                let feed = comparison.feed(atlas, about, &asked.base());
                atom::document(atlas, &feed).map_err(Problem::Feed)?.into()
            }
        };
        let answer = Answer::of(self.media(), body, asked.tag(self.ending()));
        let response = answer.respond(&asked.headers);
        Ok(match self {
            Self::Json | Self::Atom => response,
            Self::Csv | Self::GeoJson => named(response, &format!("{stem}.{}", self.ending())),
        })
    }
}
