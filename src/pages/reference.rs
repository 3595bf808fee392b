//! The reference of the API as a page to read, made from the tables of operations and parameters.

use maud::{Markup, html};

use crate::atlas::Atlas;
use crate::pages::document::{Place, crumbs, framed, links};
use crate::pages::words::capital;
use crate::query::column_parameters;
use crate::query::operation::{Form, Group, Operation};
use crate::query::operations;
use crate::query::parameter::{Parameter, Takes};

/// Where the page is.
const PATH: &str = "/api/docs";
/// Most words that a parameter lists; an atlas may have hundreds of actors.
const MOST_WORDS: usize = 24;

/// The whole page. `base` is the address of the server without a slash at its end.
#[must_use]
pub fn page(atlas: &Atlas, base: &str) -> String {
    let place = Place { path: PATH, does: "the API in words" };
    let links = links(base, PATH);
    let body = html! {
        main {
            (crumbs(&links, PATH))
            h1 { "The API in words" }
            p.lead {
                "Plain HTTP, GET and HEAD, without a key. Each parameter may be given once; what a path does not take is refused. "
                "For programs the same is told by " a href=(links.to("api/openapi.json")) { "OpenAPI 3.0" } ". "
                "Everything begins at " a href=(links.to("api")) { "the landing page" } "."
            }
            @for group in Group::ALL {
                @let operations: Vec<&Operation> = operations::all().filter(|o| o.group == group).collect();
                section {
                    h2 { (group.name()) small { (operations.len()) } }
                    @for operation in operations { (described(atlas, operation)) }
                }
            }
        }
    };
    framed(atlas, base, &place, ("The API in words", &body))
}

fn described(atlas: &Atlas, operation: &Operation) -> Markup {
    let parameters = operation.parameters();
    html! {
        h3 #(operation.id) { (operation.path) }
        p {
            (capital(operation.does)) ". "
            span.note {
                (medias(operation))
            }
        }
        @if !operation.parts().is_empty() || !parameters.is_empty() {
            table {
                thead { tr { th scope="col" { "Parameter" } th scope="col" { "What it does" } th scope="col" { "Values" } } }
                tbody {
                    @for part in operation.parts() { (row(atlas, part, &format!("{{{}}}", part.name))) }
                    @for parameter in &parameters { (row(atlas, parameter, parameter.name)) }
                    @if operation.queryables { (queryables(atlas)) }
                }
            }
        }
    }
}

/// The queryables that are parameters, each with the layers that have it.
fn queryables(atlas: &Atlas) -> Markup {
    let layers = &atlas.vocabulary().layers;
    let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
    for (layer, entry) in layers.iter().enumerate() {
        for column in column_parameters(atlas.columns(layer)) {
            match told.iter_mut().find(|(name, _)| *name == column.name) {
                Some((_, having)) => having.push(&entry.id),
                None => told.push((&column.name, vec![&entry.id])),
            }
        }
    }
    html! {
        @for (name, having) in told {
            tr {
                th scope="row" { (name) }
                td { "keeps features with this value of the queryable" }
                td { @if having.len() < layers.len() { "layers: " (having.join(", ")) } @else { "all layers" } }
            }
        }
    }
}

/// The media types of its answer, each once.
fn medias(operation: &Operation) -> String {
    let mut medias: Vec<&str> = operation.forms.iter().map(Form::essence).collect();
    medias.dedup();
    medias.join(", ")
}

fn row(atlas: &Atlas, parameter: &Parameter, name: &str) -> Markup {
    html! {
        tr {
            th scope="row" { (name) @if parameter.required { " " span.note { "needed" } } }
            td { (parameter.does) }
            td { (values(atlas, parameter)) }
        }
    }
}

fn values(atlas: &Atlas, parameter: &Parameter) -> String {
    let words = parameter.words(atlas);
    let shown = words.iter().take(MOST_WORDS).cloned().collect::<Vec<_>>().join(", ");
    let more = words.len().saturating_sub(MOST_WORDS);
    let listed = if more > 0 { format!("{shown} and {more} more") } else { shown };
    match parameter.takes {
        Takes::Word(_) => listed,
        Takes::WordOr(_, usual) => format!("{listed}; without it {usual}"),
        Takes::List(_) if words.is_empty() => "a list, commas between".to_owned(),
        Takes::List(_) => format!("any of {listed}; commas between"),
        Takes::Whole { least, most, usual: None } => format!("{least} to {most}"),
        Takes::Whole { least, most, usual: Some(usual) } => {
            format!("{least} to {most}; without it {usual}")
        }
        Takes::Numbers { least, most } => format!("{least} or {most} numbers, commas between"),
        Takes::Form { told, .. } => told.to_owned(),
        // What has such a form comes from an earlier answer, or looks as its name says.
        Takes::Pattern(_) => String::new(),
        Takes::Text(longest) => format!("1 to {longest} characters"),
    }
}
