//! Revisions between two known days: a document, files of the same, and a feed.

use axum::response::Response;

use crate::http::changes::{days, known};
use crate::http::error::Problem;
use crate::http::form::Form;
use crate::http::request::Asked;
use crate::output::revisions::{self, Learnt};
use crate::output::{atom, credit};
use crate::query::time::not_after_today;
use crate::query::{Pairs, Plan};
use crate::store::revisions::between;

/// Two known days take the place of one, undated features have no starts, and an answer is whole.
const NOT_HERE: [&str; 5] = ["as-of", "undated", "limit", "cursor", "f"];

/// `/revisions`.
pub async fn document(asked: Asked) -> Result<Response, Problem> {
    let pairs = asked.pairs(&known(&NOT_HERE, &["f"]))?;
    answer(&asked, &pairs, Form::read(&pairs)?)
}

/// `/revisions.csv`.
pub async fn csv(asked: Asked) -> Result<Response, Problem> {
    answer(&asked, &asked.pairs(&known(&NOT_HERE, &[]))?, Form::Csv)
}

/// `/revisions.geojson`.
pub async fn geojson(asked: Asked) -> Result<Response, Problem> {
    answer(&asked, &asked.pairs(&known(&NOT_HERE, &[]))?, Form::GeoJson)
}

/// `/revisions.atom`.
pub async fn feed(asked: Asked) -> Result<Response, Problem> {
    answer(&asked, &asked.pairs(&known(&NOT_HERE, &[]))?, Form::Atom)
}

fn answer(asked: &Asked, pairs: &Pairs, form: Form) -> Result<Response, Problem> {
    let store = &asked.world.store;
    let today = store.today();
    let (from, to) = days(pairs, form, today)?;
    not_after_today(pairs, to, today)?;
    let layers = (0..store.atlas().vocabulary().layers.len()).collect();
    let plan = Plan::read(pairs, store.atlas(), layers, today)?;
    let moment = pairs.get("datetime").map_or(String::new(), |moment| format!("{moment}, "));
    let about = credit::Asked {
        layers: vec!["revisions".into()],
        datetime: format!("{moment}as known on {from} and on {to}"),
        as_of: None,
        address: format!("{}{}", asked.base(), asked.uri),
        today,
    };
    let [before, after] = [from, to].map(|known| store.view(Plan { known, ..plan.clone() }));
    let learnt = Learnt { revised: between(&before, &after), from, to };
    let atlas = asked.atlas();
    let body = match form {
        Form::Json => Ok(revisions::document(atlas, &learnt).to_string().into()),
        Form::Csv => revisions::csv(atlas, &learnt, &about).map(Into::into).map_err(Into::into),
        Form::GeoJson => Ok(revisions::geojson(atlas, &learnt, &about).into()),
        Form::Atom => {
            let feed = revisions::feed(atlas, &learnt, &about, &asked.base());
            atom::document(atlas, &feed).map(Into::into).map_err(Problem::Feed)
        }
    };
    form.respond(asked, &format!("steppe-atlas-revisions-{from}-{to}"), body)
}
