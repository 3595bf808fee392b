//! Downloads: the same plan as items, as a file with licence, sources and citation inside.

use std::io::{self, Write};
use std::sync::Arc;

use axum::response::Response;

use crate::http::error::Problem;
use crate::http::hot::keep;
use crate::http::request::{Asked, Path};
use crate::http::respond::{Caching, named, streamed, unchanged};
use crate::http::stream;
use crate::http::workers::{self, Turn};
use crate::output::contents::Contents;
use crate::output::credit;
use crate::output::format::{Format, endings};
use crate::query::Plan;
use crate::query::page::Page;

/// `/download/{layers}.{ending}`.
pub async fn download(Path(file): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let (list, format) = Format::of_name(&file).ok_or_else(|| no_format(&file))?;
    let asked = Arc::new(asked);
    let (pairs, layers) = (asked.pairs()?, asked.layers(list)?);
    let (mut plan, pairs) = workers::plan(&asked, pairs, layers).await?;
    plan.page = Page::ALL;
    let tag = asked.tag("download");
    if let Some(response) = unchanged(&asked.headers, &tag, Caching::Revalidate) {
        return Ok(response);
    }
    let address = format!("{}{}", asked.base(), asked.uri);
    let about = credit::Asked::of(asked.atlas(), &plan, pairs.get("datetime"), address);
    let name = format!("{}.{}", stem(&asked, &plan, &about), format.ending);
    let world = asked.world.clone();
    let body = stream::body(asked.app.workers(), move |turn, out| {
        let contents = Contents::for_whom(&world.store, &plan, about, &turn.deadline)?;
        let contents = contents.until(turn.deadline.given_up());
        format.write(&contents, &mut AtClientsPace { out, turn: Some(turn) })
    });
    Ok(keep(named(streamed(format.media, &tag, body.await?), &name)))
}

/// Where a file goes to: its turn to work ends with the first byte, from which on the client's pace counts.
struct AtClientsPace<'a> {
    out: &'a mut dyn Write,
    turn: Option<Turn>,
}

impl Write for AtClientsPace<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.turn = None;
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn no_format(file: &str) -> Problem {
    let ending = file.split_once('.').map_or("", |(_, ending)| ending);
    Problem::NotFound {
        what: "file form",
        name: ending.to_owned(),
        hint: format!("there are {}", endings()),
    }
}

/// The name of a file without its ending: the layers, and the moment as it can stand in a name.
fn stem(asked: &Asked, plan: &Plan, about: &credit::Asked) -> String {
    let vocabulary = asked.atlas().vocabulary();
    let ids: Vec<&str> =
        plan.layers.iter().map(|layer| vocabulary.layers[*layer].id.as_str()).collect();
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let moment: String = about.datetime.chars().map(plain).collect();
    format!("steppe-atlas-{}-{moment}", ids.join("-"))
}
