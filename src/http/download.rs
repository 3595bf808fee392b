//! Downloads: the same plan as items, as a file with licence, sources and citation inside.

use axum::response::Response;

use crate::http::error::Problem;
use crate::http::request::{Asked, Path};
use crate::http::respond::{Answer, named};
use crate::output::{credit, csv, geojson};
use crate::query::page::Page;
use crate::query::{PARAMETERS, Plan};

/// Forms a file can have, by the ending of its name.
#[derive(Clone, Copy)]
enum Form {
    GeoJson,
    Csv,
}

/// Every form with its ending.
const FORMS: &[(&str, Form)] = &[("geojson", Form::GeoJson), ("csv", Form::Csv)];

/// Endings of all forms.
pub fn endings() -> impl Iterator<Item = &'static str> {
    FORMS.iter().map(|(ending, _)| *ending)
}

/// `/download/{layers}.{form}`.
pub async fn download(Path(file): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let (list, ending) = file.rsplit_once('.').unwrap_or((&file, ""));
    let form = form(ending)?;
    let pairs = asked.pairs(&parameters())?;
    let layers = asked.layers(list)?;
    let store = &asked.world.store;
    let mut plan = Plan::read(&pairs, store.atlas(), layers, store.today())?;
    plan.page = Page::ALL;
    let answer = store.run(&plan);
    let about = about(&asked, &plan, pairs.get("datetime"));
    let tag = asked.tag("download");
    let answer = match form {
        Form::Csv => {
            Answer::of("text/csv; charset=utf-8", csv::file(store.atlas(), &answer, &about)?, tag)
        }
        Form::GeoJson => Answer::geojson(geojson::file(store.atlas(), &answer, &about), tag),
    };
    let vocabulary = store.atlas().vocabulary();
    let ids: Vec<&str> =
        plan.layers.iter().map(|layer| vocabulary.layers[*layer].id.as_str()).collect();
    let name = format!("steppe-atlas-{}-{}.{ending}", ids.join("-"), file_moment(&about));
    Ok(named(answer.respond(&asked.headers), &name))
}

fn form(ending: &str) -> Result<Form, Problem> {
    let found = FORMS.iter().find(|(known, _)| *known == ending);
    found.map(|(_, form)| *form).ok_or_else(|| {
        let endings: Vec<&str> = FORMS.iter().map(|(known, _)| *known).collect();
        Problem::NotFound {
            what: "file form",
            name: ending.to_owned(),
            hint: format!("there are {}", endings.join(", ")),
        }
    })
}

/// A file holds everything, so it has no pages, and its ending says its form.
fn parameters() -> Vec<&'static str> {
    let paged = ["limit", "cursor", "f", "crs", "properties", "skipGeometry"];
    PARAMETERS.iter().map(|parameter| parameter.name).filter(|name| !paged.contains(name)).collect()
}

fn about(asked: &Asked, plan: &Plan, datetime: Option<&str>) -> credit::Asked {
    let vocabulary = asked.atlas().vocabulary();
    let names = plan.layers.iter().filter_map(|layer| vocabulary.layers[*layer].name.get("en"));
    credit::Asked {
        layers: names.cloned().collect(),
        datetime: datetime.map_or_else(|| plan.today.to_string(), str::to_owned),
        as_of: plan.as_of(),
        address: format!("{}{}", asked.base(), asked.uri),
        today: plan.today,
    }
}

/// The moment as it can stand in a file name.
fn file_moment(about: &credit::Asked) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    about.datetime.chars().map(|c| if plain(c) { c } else { '_' }).collect()
}
