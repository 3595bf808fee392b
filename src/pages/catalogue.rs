//! The catalogue: what the atlas holds, as which files, under which licences, and every feature by name.

use maud::{Markup, html};
use serde_json::{Value, json};

use crate::atlas::Atlas;
use crate::atlas::chronicle::Chronicle;
use crate::atlas::day::{Day, Span};
use crate::atlas::feature::Feature;
use crate::atlas::vocabulary::LayerEntry;
use crate::output::format::{FORMATS, Format};
use crate::output::{credit, extent};
use crate::pages::cite::Citation;
use crate::pages::links::{Links, segment};
use crate::pages::page;
use crate::pages::words::{self, said};
use crate::pages::{linked, times};
use crate::store::Hit;

/// The atlas as it is to be listed.
pub struct Catalogue<'a> {
    /// The atlas.
    pub atlas: &'a Atlas,
    /// Its history as known today.
    pub chronicle: &'a Chronicle,
    /// The current day.
    pub today: Day,
    /// The data version of the link that led here.
    pub cited: Option<&'a str>,
    /// How the page names others.
    pub links: &'a Links,
}

impl Catalogue<'_> {
    fn features_of(&self, layer: usize) -> Vec<&Feature> {
        self.atlas.features().iter().filter(|feature| feature.layer == layer).collect()
    }

    fn time_of(&self, layer: usize) -> Span {
        extent::time(self.atlas, self.chronicle, layer)
    }

    /// What a layer is called, and in a sentence what it holds.
    #[must_use]
    pub fn description_of(&self, layer: usize) -> String {
        let count = self.features_of(layer).len();
        let (title, name) = (&self.atlas.vocabulary().title, self.name_of(layer));
        format!(
            "{name} of {title}: {count} features, {}, with a source for every date.",
            years(self.time_of(layer))
        )
    }

    /// The English name of a layer.
    #[must_use]
    pub fn name_of(&self, layer: usize) -> &str {
        name(&self.atlas.vocabulary().layers[layer])
    }

    /// Licences and credits as a section.
    fn credits(&self, features: &[&Feature]) -> Markup {
        let licences = credit::licences(self.atlas, features);
        let credits = credit::attributions(self.atlas, features);
        html! {
            @if !licences.is_empty() {
                section {
                    h2 { "Licences of the geometry" }
                    ul.rows { @for licence in licences { li { (licence) } } }
                }
            }
            @if !credits.is_empty() {
                section {
                    h2 { "Credit to give" }
                    ul.rows { @for text in credits { li { (text) } } }
                }
            }
        }
    }

    /// The files of some layers, given as their ids with commas between.
    fn files(&self, ids: &str) -> Markup {
        html! {
            @for format in FORMATS {
                a href=(self.links.to(&file(ids, format))) { (format.title) } " "
            }
        }
    }
}

fn name(layer: &LayerEntry) -> &str {
    layer.name.get("en").unwrap_or(&layer.id)
}

fn file(ids: &str, format: &Format) -> String {
    let ids: Vec<String> = ids.split(',').map(segment).collect();
    format!("download/{}.{}", ids.join(","), format.ending)
}

/// `1926 to 2031`, `1926 on` where no end is known.
fn years(span: Span) -> String {
    let year = |day: Day| day.ymd().map(|(year, _, _)| year.to_string());
    match (year(span.from), year(span.last())) {
        (Some(from), Some(until)) => format!("{from} to {until}"),
        (Some(from), None) => format!("{from} to now"),
        (None, Some(until)) => format!("up to {until}"),
        (None, None) => "of any time".to_owned(),
    }
}

/// `/data`: the whole atlas.
#[must_use]
pub fn whole(catalogue: &Catalogue<'_>) -> Markup {
    let atlas = catalogue.atlas;
    let vocabulary = atlas.vocabulary();
    let all: Vec<&Feature> = atlas.features().iter().collect();
    let ids: Vec<&str> = vocabulary.layers.iter().map(|layer| layer.id.as_str()).collect();
    html! {
        main {
            (page::moved_on(catalogue.cited, atlas.version()))
            h1 { "Data" }
            @if !vocabulary.summary.is_empty() { p.lead { (vocabulary.summary) } }
            dl.facts {
                dt { "Features" } dd { (all.len()) }
                dt { "Sources" } dd { (atlas.sources().len()) }
                dt { "Data version" } dd { (atlas.version()) }
                dt { "Today" } dd { (words::day(catalogue.today)) }
            }
            section {
                h2 { "Layers" }
                table {
                    thead { tr { th scope="col" { "Layer" } th.number scope="col" { "Features" }
                        th scope="col" { "Time" } th scope="col" { "Files" } } }
                    tbody {
                        @for (layer, entry) in vocabulary.layers.iter().enumerate() {
                            tr {
                                th scope="row" {
                                    a href=(catalogue.links.catalogue(Some(&entry.id))) { (name(entry)) }
                                }
                                td.number { (catalogue.features_of(layer).len()) }
                                td { (years(catalogue.time_of(layer))) }
                                td { (catalogue.files(&entry.id)) }
                            }
                        }
                    }
                }
                @if !catalogue.links.in_files() {
                    p { "All layers in one file: " (catalogue.files(&ids.join(","))) }
                    p { "Programs find the same at " a href=(catalogue.links.to("api")) { "the API" } "." }
                }
            }
            (catalogue.credits(&all))
            (cited(catalogue))
        }
    }
}

fn cited(catalogue: &Catalogue<'_>) -> Markup {
    let citation = Citation::of_atlas(catalogue.atlas, catalogue.today, catalogue.links);
    html! {
        section #cite {
            h2 { (said("feature.actions.cite", &[])) }
            p.citation { (citation.text()) }
            (citation.files(catalogue.links))
        }
    }
}

/// `/data/{layer}`: every feature of a layer, by category.
#[must_use]
pub fn layer(catalogue: &Catalogue<'_>, layer: usize, hits: &[Hit<'_>]) -> Markup {
    let entry = &catalogue.atlas.vocabulary().layers[layer];
    let features = catalogue.features_of(layer);
    html! {
        main {
            (page::moved_on(catalogue.cited, catalogue.atlas.version()))
            p.kind { a href=(catalogue.links.catalogue(None)) { "Data" } }
            h1 { (name(entry)) }
            p.lead {
                (features.len()) " features, " (years(catalogue.time_of(layer)))
                ". Statuses are those of " (words::day(catalogue.today)) "."
            }
            ul.ways aria-label="Files" {
                @for format in FORMATS {
                    li { a href=(catalogue.links.to(&file(&entry.id, format))) { (format.title) } }
                }
            }
            @for category in &entry.categories {
                (category_section(catalogue, category.name.get("en").unwrap_or(&category.id), &of(hits, &category.id)))
            }
            (catalogue.credits(&features))
            (cited(catalogue))
        }
    }
}

fn of<'h, 'a>(hits: &'h [Hit<'a>], category: &str) -> Vec<&'h Hit<'a>> {
    hits.iter().filter(|hit| hit.feature.category() == category).collect()
}

fn category_section(catalogue: &Catalogue<'_>, title: &str, hits: &[&Hit<'_>]) -> Markup {
    html! {
        @if !hits.is_empty() {
            section {
                h2 { (title) small { (hits.len()) } }
                table.list {
                    thead { tr { th scope="col" { "Name" } th scope="col" { "Status" } th scope="col" { "Since" } } }
                    tbody {
                        @for hit in hits {
                            tr {
                                th scope="row" {
                                    a href=(catalogue.links.record(hit.feature.id())) {
                                        (hit.feature.name().get("en").unwrap_or(hit.feature.id()))
                                    }
                                }
                                td {
                                    @if let Some(status) = hit.state.status {
                                        (times::state_name(catalogue.atlas, status))
                                        @if hit.state.planned && !hit.feature.is_event() {
                                            " " span.planned { "planned" }
                                        }
                                    }
                                }
                                td { @if let Some(since) = &hit.state.since { (words::date(since)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The whole atlas as linked data.
#[must_use]
pub fn data(catalogue: &Catalogue<'_>) -> Value {
    let atlas = catalogue.atlas;
    let vocabulary = atlas.vocabulary();
    let all: Vec<&Feature> = atlas.features().iter().collect();
    let [west, south, east, north] = vocabulary.extent;
    let layers = 0..vocabulary.layers.len();
    let span = layers
        .clone()
        .map(|layer| catalogue.time_of(layer))
        .reduce(|a, b| Span { from: a.from.min(b.from), until: a.until.max(b.until) });
    let mut about = dataset(catalogue, "data", &vocabulary.title, &all);
    about["description"] = json!(format!(
        "{} {} features and {} sources.",
        vocabulary.summary,
        all.len(),
        atlas.sources().len()
    ));
    about["temporalCoverage"] = json!(covered(span.unwrap_or(Span::ALWAYS)));
    about["spatialCoverage"] = place([west, south, east, north]);
    let parts: Vec<Value> = layers.clone().map(|layer| layer_data(catalogue, layer)).collect();
    about["hasPart"] = json!(parts);
    let files: Vec<Value> = layers.flat_map(|layer| files(catalogue, layer)).collect();
    about["distribution"] = json!(files);
    about
}

/// A layer as linked data.
#[must_use]
pub fn layer_data(catalogue: &Catalogue<'_>, layer: usize) -> Value {
    let vocabulary = catalogue.atlas.vocabulary();
    let address = format!("data/{}", segment(&vocabulary.layers[layer].id));
    let title = format!("{}: {}", vocabulary.title, catalogue.name_of(layer));
    let mut about = dataset(catalogue, &address, &title, &catalogue.features_of(layer));
    about["description"] = json!(catalogue.description_of(layer));
    about["temporalCoverage"] = json!(covered(catalogue.time_of(layer)));
    about["spatialCoverage"] = place(extent::space(catalogue.atlas, layer));
    about["isPartOf"] = json!({"@type": "Dataset", "@id": catalogue.links.absolute("data")});
    about["distribution"] = json!(files(catalogue, layer));
    about
}

fn dataset(catalogue: &Catalogue<'_>, address: &str, title: &str, features: &[&Feature]) -> Value {
    let address = catalogue.links.absolute(address);
    json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": title,
        "version": catalogue.atlas.version(),
        "isAccessibleForFree": true,
        "license": credit::licences(catalogue.atlas, features),
        "creditText": credit::attributions(catalogue.atlas, features).join("; "),
    })
}

fn files(catalogue: &Catalogue<'_>, layer: usize) -> Vec<Value> {
    let id = &catalogue.atlas.vocabulary().layers[layer].id;
    let file = |format: &Format| {
        linked::download(&catalogue.links.absolute(&file(id, format)), format.media)
    };
    FORMATS.iter().map(file).collect()
}

/// An ISO 8601 interval, open ends as two dots.
fn covered(span: Span) -> String {
    format!("{}/{}", span.from, span.last())
}

fn place([west, south, east, north]: [f64; 4]) -> Value {
    let geo = json!({"@type": "GeoShape", "box": format!("{south} {west} {north} {east}")});
    json!({"@type": "Place", "geo": geo})
}
