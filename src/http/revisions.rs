//! Revisions between two known days: a document, files of the same, and a feed.

use std::sync::Arc;

use axum::response::Response;

use crate::http::changes::days;
use crate::http::error::Problem;
use crate::http::form;
use crate::http::request::Asked;
use crate::http::workers::on_worker;
use crate::output::credit;
use crate::output::revisions::Learnt;
use crate::query::Plan;
use crate::query::time::not_after_today;
use crate::store::deadline::Deadline;
use crate::store::revisions::between;

/// `/revisions`, with or without the ending of a form.
pub async fn answer(asked: Asked) -> Result<Response, Problem> {
    on_worker(&Arc::new(asked), of).await
}

fn of(asked: &Asked, deadline: &Deadline) -> Result<Response, Problem> {
    let (form, pairs) = form::read(asked)?;
    let store = &asked.world.store;
    let today = store.today();
    let (from, to) = days(&pairs, form, today)?;
    not_after_today(&pairs, to, today)?;
    let layers = (0..store.atlas().vocabulary().layers.len()).collect();
    let plan = Plan::read(&pairs, store.atlas(), layers, today)?;
    let moment = pairs.get("datetime").map_or(String::new(), |moment| format!("{moment}, "));
    let about = credit::Asked {
        layers: vec!["revisions".into()],
        datetime: format!("{moment}as known on {from} and on {to}"),
        as_of: None,
        address: format!("{}{}", asked.base(), asked.uri),
        today,
    };
    let [before, after] = [from, to].map(|known| store.view(Plan { known, ..plan.clone() }));
    let learnt = Learnt { revised: between(&before, &after, deadline)?, from, to };
    form::respond(form, asked, &format!("steppe-atlas-revisions-{from}-{to}"), &about, &learnt)
}
