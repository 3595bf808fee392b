//! The web app inside the binary, and what a map style needs: styles, fonts, symbols.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};
use serde_json::Value;

use crate::basemap::colour::Theme;
use crate::basemap::glyphs::{GlyphError, Glyphs};
use crate::basemap::style::{StyleOptions, style};
use crate::http::error::Problem;
use crate::http::hot::keep;
use crate::http::negotiate::visited;
use crate::http::request::{Asked, Path};
use crate::http::respond::{Answer, Caching, accepts};

/// The built app; the folder may be empty, then the map page says how to build it.
#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Built;

/// Compressed copies that the build of the app puts beside a file, best first.
const COPIES: &[(&str, &str)] = &[("br", ".br"), ("gzip", ".gz")];

/// A path that has no route. With slashes at its end it is led to the one without.
pub async fn elsewhere(asked: Asked) -> Result<Response, Problem> {
    let path = asked.uri.path();
    let bare = path.trim_end_matches('/');
    if bare.is_empty() || bare == path || !asked.is_served() {
        return if is_for_programs(path) {
            Err(Problem::NoRoute)
        } else {
            visited(&asked, Err(Problem::NoRoute))
        };
    }
    let query = asked.uri.query().map_or(String::new(), |query| format!("?{query}"));
    // Whole, so that a path that begins with two slashes is not read as a host.
    Ok(Redirect::permanent(&format!("{}{bare}{query}", asked.base())).into_response())
}

/// Whether only programs ask for what is below the first part of a path.
fn is_for_programs(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    ["api", "assets", "download", "fonts", "health", "sprites", "styles", "tiles"].contains(&first)
}

/// `/`: the app.
pub async fn page(asked: Asked) -> Result<Response, Problem> {
    embedded(&asked, "index.html", Caching::Revalidate).ok_or(Problem::NoApp)
}

/// `/assets/{file}`, `/fonts/files/{file}` and the other files of the app. Names are looked up in the binary, never on
/// the disk.
pub async fn asset(asked: Asked) -> Result<Response, Problem> {
    let name = asked.uri.path().trim_start_matches('/').to_owned();
    let hashed = name.starts_with("assets/");
    let caching = if hashed { Caching::Immutable } else { Caching::Revalidate };
    let is_copy = COPIES.iter().any(|(_, ending)| name.ends_with(ending));
    let found = if is_copy { None } else { embedded(&asked, &name, caching) };
    let found = found.ok_or(Problem::NoRoute)?;
    // A made-up query would fill the memory with copies.
    Ok(if asked.uri.query().is_none() { keep(found) } else { found })
}

/// Tag of the app's page, which names every other file by its hash; empty where there is no app.
pub fn app_version() -> String {
    Built::get("index.html").map(|page| tag_of(&page)).unwrap_or_default()
}

/// The app's page as it was built.
pub fn app_page() -> Option<String> {
    String::from_utf8(Built::get("index.html")?.data.into_owned()).ok()
}

/// The faces of the web fonts as a style sheet for the root; `None` where the app is not built in.
pub fn font_sheet() -> Option<String> {
    let sheet = String::from_utf8(Built::get("fonts/fonts.css")?.data.into_owned()).ok()?;
    Some(sheet.replace("url(\"/fonts/", "url(\"fonts/"))
}

/// Addresses of the files of the app that its page asks for, without a slash before them. Not
/// among them: copies, and the fonts from which the server draws glyphs.
pub fn files() -> Vec<String> {
    let is_copy = |name: &str| COPIES.iter().any(|(_, ending)| name.ends_with(ending));
    let served = |name: &String| !is_copy(name) && name != "index.html" && !is_for_server(name);
    Built::iter().map(std::borrow::Cow::into_owned).filter(served).collect()
}

fn is_for_server(name: &str) -> bool {
    name.starts_with("fonts/ttf/") || ["fonts/faces.json", "fonts/fonts.css"].contains(&name)
}

fn embedded(asked: &Asked, name: &str, caching: Caching) -> Option<Response> {
    let plain = Built::get(name)?;
    let media = media_type(name);
    let mut answer = Answer { caching, ..Answer::of(media, bytes_of(&plain), tag_of(&plain)) };
    let copy = COPIES
        .iter()
        .filter(|(coding, _)| accepts(&asked.headers, coding))
        .find_map(|(coding, ending)| Some((coding, Built::get(&format!("{name}{ending}"))?)));
    if let Some((coding, copy)) = copy {
        answer.body = bytes_of(&copy);
        answer.encoding = Some(coding);
    }
    Some(answer.respond(&asked.headers))
}

fn bytes_of(file: &EmbeddedFile) -> Bytes {
    match &file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::copy_from_slice(bytes),
    }
}

fn tag_of(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("ttf") => "font/ttf",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// `/styles/{name}.json`: the MapLibre style, `light` or `dark`.
pub async fn style_file(Path(name): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let pairs = asked.pairs()?;
    let glyphs = pairs.read("glyphs", "pbf", |value| match value {
        "pbf" => Ok(()),
        _ => Err("is not a kind of glyphs".into()),
    })?;
    let theme =
        name.strip_suffix(".json").and_then(Theme::named).ok_or_else(|| Problem::NotFound {
            what: "style",
            name: name.clone(),
            hint: "there are light.json and dark.json".into(),
        })?;
    let base = asked.base();
    let faces = font_faces(&base);
    let options = StyleOptions {
        base: &base,
        day: asked.world.store.today().number(),
        archives: &asked.world.archives.stems(),
        font_faces: faces.as_ref(),
        glyphs: glyphs.is_some(),
    };
    let document = style(asked.atlas().vocabulary(), theme, &options);
    Ok(keep(Answer::json(document.to_string(), asked.tag("style")).respond(&asked.headers)))
}

/// Web fonts by name, with the addresses of their files; `None` where the app is not built in.
fn font_faces(base: &str) -> Option<Value> {
    let mut faces = FONT_FACES.clone()?;
    let each = faces.as_object_mut()?.values_mut().filter_map(Value::as_array_mut).flatten();
    for face in each {
        face["url"] = format!("{base}/{}", face["url"].as_str()?).into();
    }
    Some(faces)
}

static FONT_FACES: LazyLock<Option<Value>> = LazyLock::new(|| {
    let faces = Built::get("fonts/faces.json")?;
    serde_json::from_slice(&faces.data).ok()
});

/// `/sprites/{name}`: a sheet of symbols or its index.
pub async fn sprite(Path(name): Path<String>, asked: Asked) -> Result<Response, Problem> {
    asked.pairs()?;
    let unknown = || Problem::NotFound {
        what: "sprite",
        name: name.clone(),
        hint: "there are light and dark, @2x or not, as .json and .png".into(),
    };
    let (sheet, ending) = name.rsplit_once('.').ok_or_else(unknown)?;
    let (theme, double) = match sheet.strip_suffix("@2x") {
        Some(theme) => (theme, true),
        None => (sheet, false),
    };
    let theme = Theme::named(theme).ok_or_else(unknown)?;
    let sheet = asked.world.sprites.sheet(theme, double)?;
    let (media, body) = match ending {
        "json" => ("application/json", sheet.index.clone()),
        "png" => ("image/png", sheet.png.clone()),
        _ => return Err(unknown()),
    };
    Ok(keep(Answer::of(media, body, asked.tag("sprite")).respond(&asked.headers)))
}

/// `/fonts/{stack}/{range}.pbf`: glyphs for viewers that cannot use web fonts.
pub async fn glyphs(
    Path((stack, range)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Problem> {
    asked.pairs()?;
    let range = range.strip_suffix(".pbf").ok_or(Problem::NoRoute)?;
    let fonts = GLYPHS.as_ref().ok_or(Problem::NoApp)?;
    let bytes = fonts.range(&stack, range)?;
    let answer = Answer::of("application/x-protobuf", bytes, asked.tag("glyphs"));
    Ok(keep(answer.respond(&asked.headers)))
}

/// The fonts from which glyphs are drawn; `None` where the app is not built in.
static GLYPHS: LazyLock<Option<Glyphs>> = LazyLock::new(|| {
    let fonts: Vec<(String, Vec<u8>)> = Built::iter()
        .filter_map(|path| {
            let name = path.strip_prefix("fonts/ttf/")?.strip_suffix(".ttf")?.to_owned();
            Some((name, Built::get(&path)?.data.into_owned()))
        })
        .collect();
    let borrowed = fonts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let read: Result<Glyphs, GlyphError> = Glyphs::new(borrowed);
    read.ok().filter(|_| !fonts.is_empty())
});
