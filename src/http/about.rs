//! What the server says of the atlas and of itself: vocabulary, timeline, search, health.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

use crate::atlas::day::{Day, Span};
use crate::basemap::archive::{Archive, TileFormat};
use crate::basemap::archives::{IN_STYLE, Refused};
use crate::config::{DEFAULT_SEARCH_HITS, MAX_SEARCH_HITS};
use crate::http::error::Problem;
use crate::http::negotiate::{form, shown, told};
use crate::http::request::Asked;
use crate::http::respond::{Answer, Caching, negotiated};
use crate::http::workers::{answered, on_worker};
use crate::output::{memberships, points, stories, summary, timeline};
use crate::query::operation::Form;
use crate::query::{Plan, QueryError, page, search_text, time};
use crate::store::Store;
use crate::store::deadline::Deadline;
use crate::store::search::{Found, Thing};

/// `/api/atlas`: layers, categories, statuses and how they are drawn; the archives of the folder.
pub async fn atlas(asked: Asked) -> Result<Response, Problem> {
    let form = form(&asked, &asked.pairs()?)?;
    let atlas = asked.atlas();
    let mut document = json!(atlas.vocabulary());
    document["version"] = json!(atlas.version());
    document["today"] = json!(asked.world.store.today().number());
    let organisations = atlas.memberships().iter().map(|o| json!({"id": o.id, "name": o.name}));
    document["organisations"] = organisations.collect();
    document["archives"] = asked.world.archives.iter().map(archive).collect();
    Ok(told(&asked, form, document.to_string()))
}

/// One archive of the folder as the page lists it.
fn archive((stem, archive): (&str, &Archive)) -> Value {
    let about = archive.about();
    let kind = match (about.format, about.heights) {
        (TileFormat::Pbf, _) => "vector",
        (_, Some(_)) => "dem",
        (_, None) => "raster",
    };
    json!({
        "stem": stem,
        "name": about.name,
        "kind": kind,
        "attribution": about.attribution,
        "bounds": about.bounds,
        "minzoom": about.minzoom,
        "maxzoom": about.maxzoom,
        "in_style": IN_STYLE.contains(&stem),
    })
}

/// `/api/timeline`: the periods of every feature.
pub async fn periods(asked: Asked) -> Result<Response, Problem> {
    of_all(asked, |store, known| timeline::timeline(store.atlas(), &store.chronicle(known))).await
}

/// `/api/points.geojson`: the symbols of every period, for map viewers without the app.
pub async fn symbols(asked: Asked) -> Result<Response, Problem> {
    of_all(asked, |store, known| points::points(store.atlas(), &store.chronicle(known))).await
}

/// `/api/summaries`: length, promise, actors, sources and size of every feature.
pub async fn summaries(asked: Asked) -> Result<Response, Problem> {
    of_all(asked, |store, known| {
        summary::summaries(store.atlas(), &store.chronicle(known), store.today())
    })
    .await
}

/// The answer with a document of all features as known on the day asked for.
async fn of_all(asked: Asked, document: fn(&Store, Day) -> Value) -> Result<Response, Problem> {
    let (known, form) = known_day(&asked)?;
    let plan = Plan { known, ..Plan::of_atlas(asked.atlas(), asked.world.store.today()) };
    let write = move |asked: &Asked, plan: &Plan, _: &Deadline| {
        Ok(told(asked, form, document(&asked.world.store, plan.known).to_string()))
    };
    answered(&Arc::new(asked), plan, write).await
}

/// `/api/memberships`: which country belonged to which organisation, and when.
pub async fn memberships(asked: Asked) -> Result<Response, Problem> {
    let (known, form) = known_day(&asked)?;
    let document = memberships::memberships(asked.atlas(), known);
    Ok(told(&asked, form, document.to_string()))
}

/// `/api/stories`: guided steps through the map. They are today's words on any known day.
pub async fn stories(asked: Asked) -> Result<Response, Problem> {
    let (_, form) = known_day(&asked)?;
    let document = stories::stories(asked.atlas());
    Ok(told(&asked, form, document.to_string()))
}

/// The day as of which the atlas is read, and the form in which it is told.
fn known_day(asked: &Asked) -> Result<(Day, Form), Problem> {
    let today = asked.world.store.today();
    let pairs = asked.pairs()?;
    let known = pairs.read("as-of", "a day up to today", |text| time::as_of(text, today))?;
    Ok((known.unwrap_or(today), form(asked, &pairs)?))
}

/// `/search`: features and places by name.
pub async fn find(asked: Asked) -> Result<Response, Problem> {
    on_worker(&Arc::new(asked), found).await
}

fn found(asked: &Asked, deadline: &Deadline) -> Result<Response, Problem> {
    let pairs = asked.pairs()?;
    let form = form(asked, &pairs)?;
    let query = pairs.read("q", "1 to 100 characters", |text| {
        search_text(text)?;
        Ok(text.to_owned())
    })?;
    let query = query
        .ok_or_else(|| QueryError::Missing { name: "q", allowed: "1 to 100 characters".into() })?;
    let allowed = format!("a whole number from 1 to {MAX_SEARCH_HITS}");
    let limit = pairs.read("limit", &allowed, |text| page::limit(text, MAX_SEARCH_HITS))?;
    let store = &asked.world.store;
    let found = store.search(&query, limit.unwrap_or(DEFAULT_SEARCH_HITS), deadline)?;
    let suggestion = if found.is_empty() { store.suggestion(&query) } else { None };
    let hits: Vec<Value> = found.iter().map(|found| hit(asked, found)).collect();
    let document = json!({"hits": hits, "suggestion": suggestion});
    Ok(told(asked, form, document.to_string()))
}

fn hit(asked: &Asked, found: &Found<'_>) -> Value {
    let store = &asked.world.store;
    match found.thing {
        Thing::Feature(position, feature) => {
            let chronicle = store.chronicle(store.today());
            let lifetime = chronicle.lifetime(position);
            let [from, until] = ends(lifetime);
            json!({
                "kind": "feature",
                "id": feature.id(),
                "layer": store.atlas().layer_of(feature).id,
                "category": feature.category(),
                "name": feature.name(),
                "short": feature.short(),
                "matched": found.matched,
                "match": found.answer.as_str(),
                "from": from,
                "until": until,
            })
        }
        Thing::Place(place, span) => {
            let [from, until] = ends(Some(span));
            json!({
                "kind": "place",
                "id": place.id,
                "place": place.kind,
                "name": place.name,
                "matched": found.matched,
                "match": found.answer.as_str(),
                "from": from,
                "until": until,
                "lon": place.lon_lat[0],
                "lat": place.lon_lat[1],
            })
        }
    }
}

/// The first and the last day of a span; `None` where it is open.
fn ends(span: Option<Span>) -> [Option<String>; 2] {
    let shown = |day: Day| (!day.is_open()).then(|| day.to_string());
    [span.and_then(|span| shown(span.from)), span.and_then(|span| shown(span.last()))]
}

/// `/health/live`: the process answers.
pub async fn live(asked: Asked) -> Result<Response, Problem> {
    let form = form(&asked, &asked.pairs()?)?;
    Ok(health(&asked, form, &json!({"status": "live"})))
}

/// `/health/ready`: which data is served, why it is not the newest, if it is not, and which tile
/// archives are left out.
pub async fn ready(asked: Asked) -> Result<Response, Problem> {
    let form = form(&asked, &asked.pairs()?)?;
    // Read before the world, so that what is served is never older than the trouble told with it.
    let trouble = asked.app.trouble();
    let world = asked.app.world();
    let (archives, atlas) = (&world.archives, world.store.atlas());
    let refused = |refused: &Refused| json!({"file": refused.file, "reason": refused.reason});
    let document = json!({
        "status": "ready",
        "version": atlas.version(),
        "features": atlas.features().len(),
        "basemap": archives.get("basemap").is_some(),
        "archives": archives.stems(),
        "refused": archives.refused().iter().map(refused).collect::<Value>(),
        "layers": atlas.intakes(),
        "kept_because": trouble,
        "tiles": world.tile_figures(),
    });
    Ok(health(&asked, form, &document))
}

/// An answer that is never kept, whatever a client holds.
fn health(asked: &Asked, form: Form, document: &Value) -> Response {
    let answer = shown(asked, form, document.to_string());
    let answer = Answer { caching: Caching::Never, tag: "health".into(), ..answer };
    negotiated(answer.respond(&HeaderMap::new()))
}
