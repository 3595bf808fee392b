//! The forms in which a comparison leaves: a document, files of it, and a feed.

use axum::response::Response;
use bytes::Bytes;

use crate::http::error::Problem;
use crate::http::negotiate::{form, told};
use crate::http::request::Asked;
use crate::http::respond::{Answer, named, negotiated};
use crate::output::{Comparison, atom, credit};
use crate::query::Pairs;
use crate::query::files::CSV;
use crate::query::operation::{ATOM, Form, GEOJSON, Operation};

/// The form of a request, by the ending of its path, by `f` or by `Accept`, JSON without any of
/// them; and its pairs.
///
/// # Errors
/// When there is no such form or parameter.
pub fn read(asked: &Asked) -> Result<(Form, Pairs), Problem> {
    let pairs = asked.pairs()?;
    Ok((form(asked, &pairs)?, pairs))
}

/// The response in a form. Files are kept under a name that begins with `stem`.
///
/// # Errors
/// When a file cannot be written.
pub fn respond(
    form: Form,
    asked: &Asked,
    stem: &str,
    about: &credit::Asked,
    comparison: &impl Comparison,
) -> Result<Response, Problem> {
    let atlas = asked.atlas();
    let body: Bytes = match form {
        CSV => comparison.csv(atlas, about)?.into(),
        GEOJSON => comparison.geojson(atlas, about).into(),
        ATOM => {
            let feed = comparison.feed(atlas, about, &asked.base());
            atom::document(atlas, &feed).map_err(Problem::Feed)?.into()
        }
        _ => return Ok(told(asked, form, comparison.document(atlas).to_string())),
    };
    let answer = Answer::of(form.media, body, asked.tag(form.name));
    let response = answer.respond(&asked.headers);
    let chosen = asked.operation.is_some_and(Operation::is_chosen);
    let response = if chosen { negotiated(response) } else { response };
    Ok(match form {
        CSV | GEOJSON => named(response, &format!("{stem}.{}", form.name)),
        _ => response,
    })
}
