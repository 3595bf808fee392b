//! Pages to read: records, the catalogue, citations, and what search engines ask for.

use std::borrow::Cow;
use std::sync::Arc;

use axum::response::Response;

use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::http::error::Problem;
use crate::http::negotiate::{form, visited};
use crate::http::request::{Asked, Path};
use crate::http::respond::Answer;
use crate::http::workers::on_worker;
use crate::http::{profile, web};
use crate::output::known;
use crate::pages::catalogue::{self, Catalogue};
use crate::pages::cite::{self, Citation};
use crate::pages::links::{Links, segment};
use crate::pages::page::{Head, STYLE_SHEET, inside, page};
use crate::pages::record::{self, Record};
use crate::pages::{linked, sitemap};
use crate::query::page::Page;
use crate::query::time::{self, Moment};
use crate::query::{Pairs, Plan};
use crate::store::Store;

const HTML: &str = "text/html; charset=utf-8";

/// `/feature/{id}`: the app, opened at a feature, with the record inside for readers without scripts.
/// The address of the map has many parameters that only the app reads.
pub async fn feature(Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let asked = Arc::new(asked);
    visited(&asked, on_worker(&asked, move |asked, _| feature_of(asked, &id)).await)
}

fn feature_of(asked: &Asked, id: &str) -> Result<Response, Problem> {
    let position = position(asked.atlas(), id)?;
    let links = Links::new(&asked.base(), "", &format!("feature/{}", segment(id)));
    let app = web::app_page().ok_or(Problem::NoApp)?;
    let today = asked.world.store.today();
    // A page must be shown: what cannot be read counts as not given, as it does for the app.
    let wanted = Wanted {
        cited: asked.first("v").filter(|version| is_version(version)),
        day: asked.first("t").and_then(time::single_day),
        known: asked.first("k").and_then(|text| time::as_of(text, today).ok()),
    };
    let html = with_record(asked, position, &wanted, &links, |record, head| {
        inside(&app, record.atlas, head, &record::body(record))
    })?;
    Ok(Answer::of(HTML, html.ok_or(Problem::NoApp)?, asked.tag("page")).respond(&asked.headers))
}

/// `/feature/{id}/record`: the record as a page of its own.
pub async fn record(Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let asked = Arc::new(asked);
    visited(&asked, on_worker(&asked, move |asked, _| record_of(asked, &id)).await)
}

fn record_of(asked: &Asked, id: &str) -> Result<Response, Problem> {
    let position = position(asked.atlas(), id)?;
    let pairs = asked.pairs()?;
    form(asked, &pairs)?;
    let cited = version(&pairs)?;
    let links = Links::new(&asked.base(), "../../", "");
    let wanted = Wanted { cited: cited.as_deref(), ..Wanted::default() };
    let html = with_record(asked, position, &wanted, &links, |record, head| {
        page(record.atlas, head, &record::body(record))
    })?;
    Ok(Answer::of(HTML, html, asked.tag("record")).respond(&asked.headers))
}

/// `/data`: the catalogue of the atlas.
pub async fn data(asked: Asked) -> Result<Response, Problem> {
    on_worker(&Arc::new(asked), |asked, _| data_of(asked)).await
}

fn data_of(asked: &Asked) -> Result<Response, Problem> {
    let links = Links::new(&asked.base(), if asked.is_served() { "" } else { "../" }, "");
    let html = with_catalogue(asked, &links, |catalogue| {
        let vocabulary = catalogue.atlas.vocabulary();
        let head = Head {
            title: format!("Data · {}", vocabulary.title),
            description: vocabulary.summary.clone(),
            address: "data".to_owned(),
            data: catalogue::data(catalogue),
            links: &links,
        };
        page(catalogue.atlas, &head, &catalogue::whole(catalogue))
    })?;
    Ok(Answer::of(HTML, html, asked.tag("data")).respond(&asked.headers))
}

/// `/data/{layer}`: the features of a layer by name.
pub async fn layer(Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let asked = Arc::new(asked);
    visited(&asked, on_worker(&asked, move |asked, _| layer_of(asked, &id)).await)
}

fn layer_of(asked: &Asked, id: &str) -> Result<Response, Problem> {
    let layer = asked.layer(id)?;
    let links = Links::new(&asked.base(), if asked.is_served() { "../" } else { "../../" }, "");
    let store = &asked.world.store;
    let plan = plan(store, layer)?;
    let html = with_catalogue(asked, &links, |catalogue| {
        let head = Head {
            title: format!("{} · {}", catalogue.name_of(layer), catalogue.atlas.vocabulary().title),
            description: catalogue.description_of(layer),
            address: format!("data/{}", segment(id)),
            data: catalogue::layer_data(catalogue, layer),
            links: &links,
        };
        page(catalogue.atlas, &head, &catalogue::layer(catalogue, layer, &store.run(&plan).hits))
    })?;
    Ok(Answer::of(HTML, html, asked.tag("data")).respond(&asked.headers))
}

/// `/cite/{id}.{form}`: how to cite a record, or `atlas` for all of it.
pub async fn cite(Path(file): Path<String>, asked: Asked) -> Result<Response, Problem> {
    on_worker(&Arc::new(asked), move |asked, _| cite_of(asked, &file)).await
}

fn cite_of(asked: &Asked, file: &str) -> Result<Response, Problem> {
    asked.pairs()?;
    let (id, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    let form = cite::FORMS.iter().find(|(known, _, _)| *known == ending);
    let (_, media, _) = form.ok_or_else(|| Problem::NotFound {
        what: "citation form",
        name: ending.to_owned(),
        hint: "there are bib, csljson and txt".into(),
    })?;
    let links = Links::new(&asked.base(), "../", "");
    let today = asked.world.store.today();
    let text = if id == cite::ALL {
        Citation::of_atlas(asked.atlas(), today, &links).file(ending)
    } else {
        let position = position(asked.atlas(), id)?;
        with_record(asked, position, &Wanted::default(), &links, |record, _| {
            record.citation().file(ending)
        })?
    };
    let answer = Answer::of(media, text.unwrap_or_default(), asked.tag("cite"));
    Ok(answer.respond(&asked.headers))
}

/// `/sitemap.xml`: every page by its address.
pub async fn sitemap(asked: Asked) -> Result<Response, Problem> {
    on_worker(&Arc::new(asked), |asked, _| sitemap_of(asked)).await
}

fn sitemap_of(asked: &Asked) -> Result<Response, Problem> {
    asked.pairs()?;
    let xml = sitemap::sitemap(asked.atlas(), &Links::new(&asked.base(), "", ""));
    Ok(Answer::of("application/xml", xml, asked.tag("sitemap")).respond(&asked.headers))
}

/// `/robots.txt`: where robots need not look.
pub async fn robots(asked: Asked) -> Result<Response, Problem> {
    asked.pairs()?;
    let text = sitemap::robots(&Links::new(&asked.base(), "", ""));
    Ok(Answer::of("text/plain; charset=utf-8", text, asked.tag("robots")).respond(&asked.headers))
}

/// `/pages.css`: the look of all of them, with the faces of their fonts.
pub async fn style_sheet(asked: Asked) -> Result<Response, Problem> {
    asked.pairs()?;
    let faces = web::font_sheet().unwrap_or_default();
    let sheet = format!("{faces}{STYLE_SHEET}");
    Ok(Answer::of("text/css; charset=utf-8", sheet, asked.tag("pages")).respond(&asked.headers))
}

/// What a link asks for beside the record.
#[derive(Default)]
struct Wanted<'a> {
    /// The data version it was made for.
    cited: Option<&'a str>,
    /// The day that is told of, else today.
    day: Option<Day>,
    /// The day as of which the atlas is read, else today.
    known: Option<Day>,
}

/// Writes the record at a position.
fn with_record<T>(
    asked: &Asked,
    position: usize,
    wanted: &Wanted<'_>,
    links: &Links,
    write: impl FnOnce(&Record<'_>, &Head<'_>) -> T,
) -> Result<T, Problem> {
    let store = &asked.world.store;
    let (atlas, today) = (store.atlas(), store.today());
    let feature = &atlas.features()[position];
    let (day, known) = (wanted.day.unwrap_or(today), wanted.known.unwrap_or(today));
    let moment = Some(Moment::day(day));
    let plan = Plan { moment, known, ..plan(store, feature.layer)? };
    let chronicle = store.chronicle(known);
    let record = Record {
        atlas,
        feature,
        properties: match plan.as_of() {
            None => feature.properties(),
            Some(known) => Cow::Owned(known::properties(atlas, feature, known)),
        },
        state: &store.state(&plan, position),
        life: chronicle.life(position),
        day,
        known,
        today,
        has_profile: profile::is_there(profile::terrain(asked), feature),
        cited: wanted.cited,
        links,
    };
    let head = Head {
        title: format!("{} · {}", record.name(), atlas.vocabulary().title),
        description: record.description(),
        address: format!("feature/{}", segment(feature.id())),
        data: linked::record(&record),
        links,
    };
    Ok(write(&record, &head))
}

/// Writes the catalogue as of today.
fn with_catalogue(
    asked: &Asked,
    links: &Links,
    write: impl FnOnce(&Catalogue<'_>) -> String,
) -> Result<String, Problem> {
    let pairs = asked.pairs()?;
    form(asked, &pairs)?;
    let cited = version(&pairs)?;
    let store = &asked.world.store;
    let today = store.today();
    Ok(write(&Catalogue {
        atlas: store.atlas(),
        chronicle: &store.chronicle(today),
        today,
        cited: cited.as_deref(),
        links,
    }))
}

/// A plan for what holds of a layer today.
fn plan(store: &Store, layer: usize) -> Result<Plan, Problem> {
    let nothing = Pairs::new(Vec::new(), &[])?;
    let mut plan = Plan::read(&nothing, store.atlas(), vec![layer], store.today())?;
    plan.page = Page::ALL;
    Ok(plan)
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
