//! Changes between two days: the document of the page, and files of the same.

use axum::response::Response;

use crate::http::error::Problem;
use crate::http::request::Asked;
use crate::http::respond::{Answer, named};
use crate::output::changes::{self, Compared};
use crate::output::credit;
use crate::query::time::two_days;
use crate::query::{PARAMETERS, Plan};

/// Two days take the place of a moment, what does not stand is no change, and an answer is whole.
const NOT_HERE: [&str; 10] = [
    "datetime",
    "undated",
    "ended",
    "limit",
    "cursor",
    "f",
    "crs",
    "sortby",
    "properties",
    "skipGeometry",
];

/// `/changes`.
pub async fn document(asked: Asked) -> Result<Response, Problem> {
    let (compared, _) = compared(&asked)?;
    let document = changes::document(asked.atlas(), &compared).to_string();
    Ok(Answer::json(document, asked.tag("changes")).respond(&asked.headers))
}

/// `/changes.csv`.
pub async fn csv(asked: Asked) -> Result<Response, Problem> {
    let (compared, about) = compared(&asked)?;
    let rows = changes::csv(asked.atlas(), &compared, &about)?;
    let answer = Answer::of("text/csv; charset=utf-8", rows, asked.tag("changes.csv"));
    Ok(named(answer.respond(&asked.headers), &file_name(&compared, "csv")))
}

/// `/changes.geojson`.
pub async fn geojson(asked: Asked) -> Result<Response, Problem> {
    let (compared, about) = compared(&asked)?;
    let collection = changes::geojson(asked.atlas(), &compared, &about);
    let answer = Answer::geojson(collection, asked.tag("changes.geojson"));
    Ok(named(answer.respond(&asked.headers), &file_name(&compared, "geojson")))
}

fn compared(asked: &Asked) -> Result<(Compared<'_>, credit::Asked), Problem> {
    let of_plans = PARAMETERS.iter().map(|parameter| parameter.name);
    let known: Vec<&str> = ["from", "to"]
        .into_iter()
        .chain(of_plans.filter(|name| !NOT_HERE.contains(name)))
        .collect();
    let pairs = asked.pairs(&known)?;
    let (from, to) = two_days(&pairs)?;
    let store = &asked.world.store;
    let layers = (0..store.atlas().vocabulary().layers.len()).collect();
    let plan = Plan::read(&pairs, store.atlas(), layers, store.today())?;
    let about = credit::Asked {
        layers: vec!["changes".into()],
        datetime: format!("{from}/{to}"),
        as_of: plan.as_of(),
        address: format!("{}{}", asked.base(), asked.uri),
        today: plan.today,
    };
    let changes = store.changes(&plan, from, to);
    Ok((Compared { changes, from, to, known: plan.known }, about))
}

fn file_name(compared: &Compared<'_>, ending: &str) -> String {
    format!("steppe-atlas-changes-{}-{}.{ending}", compared.from, compared.to)
}
