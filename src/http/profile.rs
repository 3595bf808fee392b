//! Profiles: the heights along a line, as JSON and as a file.

use std::sync::Arc;

use axum::response::Response;
use serde_json::{Map, json};
use tokio::sync::Semaphore;

use crate::atlas::feature::Feature;
use crate::basemap::archive::Archive;
use crate::config::MAX_PROFILES_AT_ONCE;
use crate::http::error::Problem;
use crate::http::negotiate::{form, told};
use crate::http::request::{Asked, Path};
use crate::http::respond::{Answer, named, negotiated};
use crate::output::profile::{self, Subject};
use crate::query::files::CSV;
use crate::query::operation::Form;
use crate::terrain::course::Course;
use crate::terrain::grid::{Frame, Grid};
use crate::terrain::landmark::landmarks;
use crate::terrain::profile::Profile;

/// Stem of the archive that holds heights.
const TERRAIN: &str = "terrain";

static TURNS: Semaphore = Semaphore::const_new(MAX_PROFILES_AT_ONCE);

/// `/feature/{id}/profile`: heights along a line.
pub async fn document(Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let form = form(&asked, &asked.pairs()?)?;
    Ok(negotiated(answer(&asked, &id, form).await?))
}

/// `/feature/{id}/profile.csv`: the same as a file.
pub async fn file(Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    asked.pairs()?;
    answer(&asked, &id, CSV).await
}

/// The archive of heights, if the folder has one that can be read as such.
pub fn terrain(asked: &Asked) -> Option<&Archive> {
    asked.world.archives.get(TERRAIN).filter(|archive| {
        let about = archive.about();
        about.heights == Some("terrarium") && about.format.media_type() == "image/webp"
    })
}

/// Whether there is a profile of a feature: it is a line, and reaches into the bounds of the heights.
pub fn is_there(terrain: Option<&Archive>, feature: &Feature) -> bool {
    let inside = |archive: &Archive| {
        let frame = frame(archive);
        let course = Course::of(feature);
        course.is_some_and(|course| course.steps().iter().any(|step| frame.holds(step.lon_lat)))
    };
    terrain.is_some_and(inside)
}

async fn answer(asked: &Asked, id: &str, form: Form) -> Result<Response, Problem> {
    let missing =
        |what, hint: &str| Problem::NotFound { what, name: id.to_owned(), hint: hint.to_owned() };
    let atlas = asked.atlas();
    let position = atlas.position(id).ok_or_else(|| missing("feature", "search at /search?q="))?;
    let archive = terrain(asked).ok_or_else(|| {
        missing("profile of", "this server has no heights: no terrain.mbtiles in terrarium WebP")
    })?;
    let feature = &atlas.features()[position];
    if !is_there(Some(archive), feature) {
        return Err(match feature.has_lines() {
            true => missing("profile of", &outside(archive)),
            false => missing("profile of", "only lines have one, and this is none"),
        });
    }
    let made = async { make(archive, feature, asked).await.map(Arc::new) };
    let made = asked.world.profiles.try_get_with(position, made).await;
    let made = made.map_err(Problem::Profile)?;
    if made.highest.is_none() {
        return Err(missing("profile of", &outside(archive)));
    }
    respond(asked, feature, archive, &made, form)
}

fn outside(archive: &Archive) -> String {
    let [west, south, east, north] = archive.about().bounds;
    format!(
        "the heights of this server reach from {west} to {east} degrees east and from {south} to {north} degrees north"
    )
}

/// Reads the tiles that a line needs, and its heights from them.
async fn make(archive: &Archive, feature: &Feature, asked: &Asked) -> Result<Profile, Problem> {
    let course = Course::of(feature).ok_or(Problem::NoRoute)?;
    let named = landmarks(feature, asked.atlas().places(), &course);
    let places: Vec<[f64; 2]> = course.steps().iter().map(|step| step.lon_lat).collect();
    let (frame, needed) = frame(archive).around(&places);
    let mut tiles = Vec::with_capacity(needed.len());
    for (x, y) in needed {
        if let Some(bytes) = archive.get(frame.zoom, x, y).await? {
            tiles.push(((x, y), bytes));
        }
    }
    // The semaphore is never closed, so this only waits.
    let _turn = TURNS.acquire().await;
    let read = move || Grid::decode(frame, tiles).map(|grid| Profile::new(course, named, &grid));
    Ok(tokio::task::spawn_blocking(read).await??)
}

fn frame(archive: &Archive) -> Frame {
    let about = archive.about();
    Frame { zoom: about.maxzoom, bounds: about.bounds }
}

fn respond(
    asked: &Asked,
    feature: &Feature,
    archive: &Archive,
    profile: &Profile,
    form: Form,
) -> Result<Response, Problem> {
    let base = asked.base();
    let address = format!("{base}/feature/{}/profile", feature.id());
    let about = archive.about();
    let subject = Subject {
        atlas: asked.atlas(),
        feature,
        grid: &about.name,
        grid_credit: about.attribution.as_deref(),
        address: address.clone(),
    };
    if form != CSV {
        let layer = &asked.atlas().layer_of(feature).id;
        let links = json!([
            {"rel": "self", "href": address, "type": "application/json"},
            {"rel": "alternate", "href": format!("{address}.csv"), "type": "text/csv"},
            {"rel": "describes", "href": format!("{base}/api/collections/{layer}/items/{}", feature.id()), "type": "application/geo+json"},
        ]);
        let members = Map::from_iter([("links".to_owned(), links)]);
        let document = profile::json(&subject, profile, members).to_string();
        return Ok(told(asked, form, document));
    }
    let rows = profile::csv(&subject, profile)?;
    let response = Answer::of(CSV.media, rows, asked.tag(CSV.name)).respond(&asked.headers);
    Ok(named(response, &format!("steppe-atlas-profile-{}.csv", feature.id())))
}
