//! Changes between two days of the world: a document, files of the same, and a feed.

use std::sync::Arc;

use axum::response::Response;

use crate::atlas::day::Day;
use crate::http::error::Problem;
use crate::http::form;
use crate::http::request::Asked;
use crate::http::workers::on_worker;
use crate::output::changes::Compared;
use crate::output::credit;
use crate::query::operation::{ATOM, Form};
use crate::query::time::{days_back, two_days};
use crate::query::{Pairs, Plan, QueryError};
use crate::store::deadline::Deadline;

/// Days that a feed looks back where it is not told from where to where, so that its address stays.
const FEED_DAYS: i32 = 365;

/// `/changes`, with or without the ending of a form.
pub async fn answer(asked: Asked) -> Result<Response, Problem> {
    on_worker(&Arc::new(asked), of).await
}

fn of(asked: &Asked, deadline: &Deadline) -> Result<Response, Problem> {
    let (form, pairs) = form::read(asked)?;
    let store = &asked.world.store;
    let (from, to) = days(&pairs, form, store.today())?;
    let layers = (0..store.atlas().vocabulary().layers.len()).collect();
    let plan = Plan::read(&pairs, store.atlas(), layers, store.today())?;
    let about = credit::Asked {
        layers: vec!["changes".into()],
        datetime: format!("{from}/{to}"),
        as_of: plan.as_of(),
        address: format!("{}{}", asked.base(), asked.uri),
        today: plan.today,
    };
    let changes = store.changes(&plan, (from, to), deadline)?;
    let compared = Compared { changes, from, to, known: plan.known };
    form::respond(form, asked, &format!("steppe-atlas-changes-{from}-{to}"), &about, &compared)
}

/// The two days of a comparison. A feed that does not name them looks back from today.
///
/// # Errors
/// When one is missing or no date, or they run backwards.
pub fn days(pairs: &Pairs, form: Form, today: Day) -> Result<(Day, Day), QueryError> {
    if form == ATOM {
        return days_back(pairs, today, FEED_DAYS);
    }
    two_days(pairs)
}
