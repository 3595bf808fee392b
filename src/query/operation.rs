//! An operation of the API: its path, its parameters, and the forms of its answer.

use crate::query::PARAMETERS;
use crate::query::operations::{self, PARTS};
use crate::query::parameter::{Parameter, Takes, Words, parameter};

/// Something that can be asked for under one path.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// Its path as the router has it.
    pub route: &'static str,
    /// Its path as people are told it; differs where a part is a name with an ending.
    pub path: &'static str,
    /// A name for programs, unique.
    pub id: &'static str,
    /// What it belongs to.
    pub group: Group,
    /// What it gives, in one sentence.
    pub does: &'static str,
    /// Which of [`PARAMETERS`] it takes.
    pub share: Share,
    /// Parameters that only it has.
    pub own: &'static [Parameter],
    /// Whether the queryables of a layer are parameters too.
    pub queryables: bool,
    /// Forms of the answer, the usual one first.
    pub forms: &'static [Form],
    /// Name of the schema of its JSON form, among those of the API document.
    pub schema: &'static str,
}

/// A form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Its name, the value of `f`.
    pub name: &'static str,
    /// Its media type.
    pub media: &'static str,
}

/// Part of the parameters of plans.
#[derive(Debug, Clone, Copy)]
pub enum Share {
    /// All of them.
    All,
    /// All but these.
    AllBut(&'static [&'static str]),
    /// These.
    Only(&'static [&'static str]),
}

/// Ends of paths that say the form of the answer.
const FORM_PARTS: &[&str] = &["{ending}", "{form}", "{citation}", "{sheet}"];

/// What an operation belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Where everything is.
    Overview,
    /// Layers and their features.
    Features,
    /// Vector tiles by the OGC standard.
    Tiles,
    /// What the map page is made of.
    Map,
    /// Questions over all layers.
    Questions,
    /// Files to take away.
    Files,
    /// Pages to read.
    Pages,
    /// What operators ask for.
    Health,
}

impl Group {
    /// Every group, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Overview,
        Self::Features,
        Self::Tiles,
        Self::Questions,
        Self::Files,
        Self::Map,
        Self::Pages,
        Self::Health,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Features => "Features",
            Self::Tiles => "Tiles",
            Self::Map => "Map",
            Self::Questions => "Search and changes",
            Self::Files => "Files",
            Self::Pages => "Pages",
            Self::Health => "Health",
        }
    }
}

/// JSON.
pub const JSON: Form = Form { name: "json", media: "application/json" };
/// GeoJSON (RFC 7946).
pub const GEOJSON: Form = Form { name: "geojson", media: "application/geo+json" };
/// The same under the name that other paths have for JSON.
pub const GEOJSON_TOO: Form = Form { name: "json", media: "application/geo+json" };
/// OGC Features and Geometries JSON.
pub const JSONFG: Form = Form { name: "jsonfg", media: "application/vnd.ogc.fg+json" };
/// JSON Schema, 2020-12.
pub const JSON_SCHEMA: Form = Form { name: "json", media: "application/schema+json" };
/// A vector tile.
pub const MVT: Form = Form { name: "mvt", media: "application/vnd.mapbox-vector-tile" };
/// TileJSON 3.
pub const TILEJSON: Form = Form { name: "tilejson", media: "application/vnd.mapbox.tile+json" };
/// A feed of entries (RFC 4287).
pub const ATOM: Form = Form { name: "atom", media: "application/atom+xml" };
/// A page to read.
pub const HTML: Form = Form { name: "html", media: "text/html; charset=utf-8" };

/// The operation that a route of the router answers.
#[must_use]
pub fn of_route(route: &str) -> Option<&'static Operation> {
    // The root of the API answers with and without a slash.
    let route = if route == "/api/" { "/api" } else { route };
    operations::all().find(|operation| operation.route == route)
}

impl Operation {
    /// Every parameter of its query, in the order of the documentation.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        let shared = PARAMETERS.iter().filter(|parameter| self.share.has(parameter.name));
        let mut all: Vec<Parameter> = self.own.iter().chain(shared).copied().collect();
        if self.is_chosen() {
            let does = "the form of the answer, whatever the header Accept says";
            all.push(parameter("f", does, Takes::Word(Words::Forms(self.forms))));
        }
        all
    }

    /// Whether a request may say the form: there are several, or it is a page, or a tile, of which
    /// clients of the standard say so by habit. Where a part of the path says it, that counts.
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        let named = FORM_PARTS.iter().any(|part| self.path.ends_with(part));
        !named && (self.forms.len() > 1 || self.is_read() || self.forms == [MVT])
    }

    /// Names of its parameters.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        self.parameters().iter().map(|parameter| parameter.name).collect()
    }

    /// The parts of its path that are named, in order.
    #[must_use]
    pub fn parts(&self) -> Vec<&'static Parameter> {
        let named = self.path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        named.filter_map(|name| PARTS.iter().find(|part| part.name == name)).collect()
    }

    /// Whether one of its forms is a page to read.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.forms.contains(&HTML)
    }
}

impl Form {
    /// Its media type as documents name it, without the encoding of characters.
    #[must_use]
    pub fn essence(&self) -> &'static str {
        self.media.strip_suffix("; charset=utf-8").unwrap_or(self.media)
    }
}

impl Share {
    fn has(self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::AllBut(without) => !without.contains(&name),
            Self::Only(names) => names.contains(&name),
        }
    }
}
