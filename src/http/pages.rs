//! Pages to read: records, the catalogue, citations, and what search engines ask for.

use axum::response::Response;

use crate::atlas::Atlas;
use crate::http::error::Problem;
use crate::http::profile;
use crate::http::request::{Asked, Path};
use crate::http::respond::Answer;
use crate::http::web;
use crate::pages::links::{Links, segment};
use crate::pages::page::{Head, STYLE_SHEET, inside, page};
use crate::pages::record::{self, Record};
use crate::pages::linked;
use crate::query::{Pairs, Plan};

const HTML: &str = "text/html; charset=utf-8";

/// `/feature/{id}`: the app, opened at a feature, with the record inside for readers without scripts.
/// The address of the map has many parameters that only the app reads.
pub async fn feature(Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let position = position(asked.atlas(), &id)?;
    let links = Links::new(&asked.base(), "", &format!("feature/{}", segment(&id)));
    let app = web::app_page().ok_or(Problem::NoApp)?;
    let cited = asked.first("v").filter(|version| is_version(version));
    let html = with_record(&asked, position, cited, &links, |record, head| {
        inside(&app, record.atlas, head, &record::body(record))
    })?;
    Ok(Answer::of(HTML, html.ok_or(Problem::NoApp)?, asked.tag("page")).respond(&asked.headers))
}

/// `/feature/{id}/record`: the record as a page of its own.
pub async fn record(Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let position = position(asked.atlas(), &id)?;
    let pairs = asked.pairs(&["v"])?;
    let cited = version(&pairs)?;
    let links = Links::new(&asked.base(), "../../", "");
    let html = with_record(&asked, position, cited.as_deref(), &links, |record, head| {
        page(record.atlas, head, &record::body(record))
    })?;
    Ok(Answer::of(HTML, html, asked.tag("record")).respond(&asked.headers))
}

/// `/pages.css`: the look of all of them, with the faces of their fonts.
pub async fn style_sheet(asked: Asked) -> Result<Response, Problem> {
    asked.pairs(&[])?;
    let faces = web::font_sheet().unwrap_or_default();
    let sheet = format!("{faces}{STYLE_SHEET}");
    Ok(Answer::of("text/css; charset=utf-8", sheet, asked.tag("pages")).respond(&asked.headers))
}

/// Writes the record at a position as of today.
fn with_record<T>(
    asked: &Asked,
    position: usize,
    cited: Option<&str>,
    links: &Links,
    write: impl FnOnce(&Record<'_>, &Head<'_>) -> T,
) -> Result<T, Problem> {
    let store = &asked.world.store;
    let (atlas, today) = (store.atlas(), store.today());
    let feature = &atlas.features()[position];
    let plan = Plan::read(&Pairs::new(Vec::new(), &[])?, atlas, vec![feature.layer], today)?;
    let chronicle = store.chronicle(today);
    let record = Record {
        atlas,
        feature,
        state: &store.state(&plan, position),
        life: chronicle.life(position),
        today,
        has_profile: profile::is_there(profile::terrain(asked), feature),
        cited,
        links,
    };
    let head = Head {
        title: format!("{} – {}", record.name(), atlas.vocabulary().title),
        description: record.description(),
        address: format!("feature/{}", segment(&feature.id)),
        data: linked::record(&record),
        links,
    };
    Ok(write(&record, &head))
}

fn position(atlas: &Atlas, id: &str) -> Result<usize, Problem> {
    atlas.position(id).ok_or_else(|| Problem::NotFound {
        what: "feature",
        name: id.to_owned(),
        hint: "search at /search?q=".into(),
    })
}

/// The data version of the link that led here.
fn version(pairs: &Pairs) -> Result<Option<String>, Problem> {
    Ok(pairs.read("v", "16 hexadecimal digits", |text| match text {
        text if is_version(text) => Ok(text.to_owned()),
        _ => Err("is not a data version".into()),
    })?)
}

fn is_version(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}
