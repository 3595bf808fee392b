//! The vocabulary of an atlas: its layers, categories and statuses, and how each is drawn
//! (`atlas.toml`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::atlas::columns::Named;
use crate::atlas::fit::Open;

/// A text by language code (`en`, `ru`, …).
pub type Names = BTreeMap<String, String>;

/// Everything `atlas.toml` says. Style, legend, filters and checks read it; none adds to it.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// Name of the atlas.
    pub title: String,
    /// What it is, in one sentence.
    #[serde(default)]
    pub summary: String,
    /// Languages its names are offered in, first choice first.
    #[serde(default = "english_only")]
    pub languages: Vec<String>,
    /// First and last year of the time axis.
    #[serde(default = "default_axis")]
    pub axis: [i32; 2],
    /// Opening view: west, south, east, north in degrees.
    #[serde(default = "whole_world")]
    pub extent: [f64; 4],
    /// Days for which an event stays on the map.
    #[serde(default = "one_year")]
    pub event_days: i32,
    /// Names of the properties that hold the first and last day in data without claims, in layers
    /// that name none of their own.
    #[serde(default, skip_serializing)]
    pub time: Option<TimeColumns>,
    /// Statuses in life-cycle order.
    #[serde(default)]
    pub statuses: Vec<StatusEntry>,
    /// How a period that rests on a plan is drawn.
    #[serde(default)]
    pub planned: Look,
    /// Layers in the order of the card.
    pub layers: Vec<LayerEntry>,
    /// Colours by name: light, dark.
    #[serde(default)]
    pub colours: BTreeMap<String, [String; 2]>,
    /// What is fitted to the data, since the file does not say it.
    #[serde(skip)]
    pub open: Open,
}

/// Property names of the first and the last day in plain GeoJSON.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TimeColumns {
    /// First day on which the feature is there.
    pub start: String,
    /// Last day on which it is there.
    pub end: String,
}

/// A status as people see it.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StatusEntry {
    /// Identifier, one of [`crate::atlas::status::Status`].
    pub id: String,
    /// Word for it, by language.
    pub name: Names,
    /// What it means, in a few words.
    #[serde(default)]
    pub means: String,
    /// Whether the feature is over.
    #[serde(default)]
    pub ended: bool,
    /// How it is drawn on lines.
    #[serde(default)]
    pub line: LineLook,
    /// How it is drawn on point symbols.
    #[serde(default)]
    pub point: PointLook,
}

/// How something is drawn, on lines and on points.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub struct Look {
    /// On lines.
    #[serde(default)]
    pub line: LineLook,
    /// On point symbols.
    #[serde(default)]
    pub point: PointLook,
}

/// The pattern of a line; lengths are multiples of the category's line width.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LineLook {
    /// Dash pattern in line widths, with round caps (0 is a dot).
    pub dash: Vec<f64>,
    /// Width of the stroke.
    pub width: f64,
    /// Gap between two strokes; 0 draws one stroke.
    #[serde(default)]
    pub gap: f64,
    /// Width of what lies below.
    #[serde(default)]
    pub bed: f64,
    /// Share of the category's colour in the bed; 0 is the neutral casing.
    #[serde(default)]
    pub bed_opacity: f64,
}

impl Default for LineLook {
    fn default() -> Self {
        Self { dash: vec![1.0, 0.0], width: 1.0, gap: 0.0, bed: 1.75, bed_opacity: 0.0 }
    }
}

/// The edge of a point symbol, in pixels of its 28 px picture.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PointLook {
    /// Width of the edge.
    pub edge: f64,
    /// Dash pattern of the edge; empty is a full line.
    #[serde(default)]
    pub dash: Vec<f64>,
    /// Share of the category's colour in the fill, 0 to 1.
    #[serde(default)]
    pub fill: f64,
    /// Sign at the corner: `question`, `pause` or `cross`.
    #[serde(default)]
    pub mark: Option<String>,
}

/// One layer: a file of features drawn alike.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LayerEntry {
    /// Identifier; the data stands in `<id>.geojson` unless `file` names another.
    pub id: String,
    /// Name by language.
    pub name: Names,
    /// `line`, or the shape of the point symbol: `square`, `disc`, `diamond`.
    #[serde(default = "line_shape")]
    pub shape: String,
    /// Whether its features are dated events without a status.
    #[serde(default)]
    pub events: bool,
    /// Categories in the order of the card.
    #[serde(default)]
    pub categories: Vec<CategoryEntry>,
    /// The file in the data folder, of any format that is read.
    #[serde(default, skip_serializing)]
    pub file: Option<String>,
    /// The table in the file, where that holds several.
    #[serde(default, skip_serializing)]
    pub table: Option<String>,
    /// The reference system of its coordinates, such as `EPSG:32642`, where the file is silent or
    /// wrong.
    #[serde(default, skip_serializing)]
    pub crs: Option<String>,
    /// Columns of its data.
    #[serde(default, skip_serializing)]
    pub columns: Named,
}

impl LayerEntry {
    /// A layer of which nothing but its identifier is known.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: Names::new(),
            shape: line_shape(),
            events: false,
            categories: Vec::new(),
            file: None,
            table: None,
            crs: None,
            columns: Named::default(),
        }
    }
}

/// One category of a layer.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryEntry {
    /// Identifier, unique in the atlas.
    pub id: String,
    /// Name of one such feature, by language.
    pub name: Names,
    /// Name of the icon.
    pub icon: String,
    /// Key into [`Vocabulary::colours`].
    pub colour: String,
    /// Multiple of the base line width.
    #[serde(default = "one")]
    pub width: f64,
    /// `plain`, `rail` (with ticks) or `ribbon`.
    #[serde(default = "plain_form")]
    pub form: String,
}

impl Default for CategoryEntry {
    fn default() -> Self {
        Self {
            id: String::new(),
            name: Names::new(),
            icon: String::new(),
            colour: String::new(),
            width: one(),
            form: plain_form(),
        }
    }
}

/// Why an `atlas.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum VocabularyError {
    /// It is not TOML, or not of this shape.
    #[error("{}", .0.message())]
    Shape(#[from] toml::de::Error),
    /// Two entries share an identifier.
    #[error("{kind} '{id}' stands there twice")]
    Twice {
        /// `layer`, `category` or `status`.
        kind: &'static str,
        /// The identifier.
        id: String,
    },
    /// A category names a colour that `[colours]` does not have.
    #[error("category '{category}' has colour '{colour}', which [colours] does not name")]
    Colour {
        /// The category.
        category: String,
        /// The missing colour.
        colour: String,
    },
    /// A status that the rules of time do not know.
    #[error("status '{0}' is not one of the statuses an atlas knows")]
    Status(String),
    /// A file that is not one of the folder.
    #[error(
        "layer '{layer}' has the file '{file}', which is not the name of a file in this folder"
    )]
    File {
        /// The layer.
        layer: String,
        /// What it names.
        file: String,
    },
    /// The opening view is not west, south, east, north in degrees.
    #[error("extent {0:?} is not west, south, east, north in degrees")]
    Extent([f64; 4]),
}

impl VocabularyError {
    /// The line, from 1, of the text where the fault stands; 1 where it is not known.
    #[must_use]
    pub fn line(&self, text: &str) -> usize {
        let Self::Shape(error) = self else { return 1 };
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        1 + text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count()
    }
}

impl Vocabulary {
    /// Reads an `atlas.toml`.
    ///
    /// # Errors
    /// When the text is not TOML of this shape, names something twice, or names an unknown colour
    /// or status.
    pub fn parse(text: &str) -> Result<Self, VocabularyError> {
        let mut vocabulary: Self = toml::from_str(text)?;
        vocabulary.open = open(&toml::from_str(text)?);
        vocabulary.take_what_is_missing();
        vocabulary.check()?;
        Ok(vocabulary)
    }

    /// An atlas that says nothing of statuses or of a colour has those of the built-in one.
    fn take_what_is_missing(&mut self) {
        let built_in = Self::built_in();
        if self.statuses.is_empty() {
            self.statuses = built_in.statuses;
            self.planned = built_in.planned;
        }
        for (name, colour) in built_in.colours {
            self.colours.entry(name).or_insert(colour);
        }
        self.add_palette();
    }

    /// The layer with this identifier.
    #[must_use]
    pub fn layer(&self, id: &str) -> Option<&LayerEntry> {
        self.layers.iter().find(|layer| layer.id == id)
    }

    /// The category with this identifier, in any layer.
    #[must_use]
    pub fn category(&self, id: &str) -> Option<&CategoryEntry> {
        self.layers.iter().flat_map(|layer| &layer.categories).find(|category| category.id == id)
    }

    pub(super) fn built_in() -> Self {
        toml::from_str(include_str!("../../geodata/atlas.toml"))
            .unwrap_or_else(|error| unreachable!("the shipped atlas.toml is tested: {error}"))
    }

    fn check(&self) -> Result<(), VocabularyError> {
        use crate::atlas::status::Status;
        let categories = || self.layers.iter().flat_map(|layer| &layer.categories);
        unique("layer", self.layers.iter().map(|layer| &layer.id))?;
        unique("category", categories().map(|category| &category.id))?;
        unique("status", self.statuses.iter().map(|status| &status.id))?;
        if let Some(unknown) = self.statuses.iter().find(|s| Status::parse(&s.id).is_none()) {
            return Err(VocabularyError::Status(unknown.id.clone()));
        }
        if let Some(category) = categories().find(|c| !self.colours.contains_key(&c.colour)) {
            return Err(VocabularyError::Colour {
                category: category.id.clone(),
                colour: category.colour.clone(),
            });
        }
        let named = self.layers.iter().filter_map(|layer| Some((layer, layer.file.as_ref()?)));
        for (layer, file) in named {
            if file.is_empty() || file.starts_with('.') || file.contains(['/', '\\', '\0']) {
                return Err(VocabularyError::File { layer: layer.id.clone(), file: file.clone() });
            }
        }
        let [west, south, east, north] = self.extent;
        let sound = west < east && south < north && west >= -180.0 && east <= 180.0;
        if !(sound && south >= -90.0 && north <= 90.0) {
            return Err(VocabularyError::Extent(self.extent));
        }
        Ok(())
    }
}

/// What the text of a vocabulary does not say.
fn open(table: &toml::Table) -> Open {
    let layers = table.get("layers").and_then(toml::Value::as_array);
    let silent = |layer: &toml::Value| layer.get("shape").is_none();
    Open {
        axis: !table.contains_key("axis"),
        extent: !table.contains_key("extent"),
        shapes: layers.into_iter().flatten().map(silent).collect(),
    }
}

fn unique<'a>(
    kind: &'static str,
    ids: impl Iterator<Item = &'a String>,
) -> Result<(), VocabularyError> {
    let mut seen = std::collections::BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(VocabularyError::Twice { kind, id: id.clone() });
        }
    }
    Ok(())
}

fn english_only() -> Vec<String> {
    vec!["en".into()]
}

fn default_axis() -> [i32; 2] {
    [1980, 2045]
}

fn whole_world() -> [f64; 4] {
    [-180.0, -80.0, 180.0, 80.0]
}

fn one_year() -> i32 {
    365
}

fn one() -> f64 {
    1.0
}

fn line_shape() -> String {
    "line".into()
}

fn plain_form() -> String {
    "plain".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../geodata/atlas.toml");

    #[test]
    fn the_shipped_vocabulary_is_sound() {
        let vocabulary = Vocabulary::parse(SHIPPED).expect("atlas.toml");
        assert_eq!(vocabulary.layers.len(), 5);
        assert!(vocabulary.category("oil").is_some());
    }

    #[test]
    fn a_category_with_an_unknown_colour_is_refused() {
        let text = SHIPPED.replace("colour = \"oil\"", "colour = \"pitch\"");
        let error = Vocabulary::parse(&text).expect_err("unknown colour");
        assert!(error.to_string().contains("'oil' has colour 'pitch'"), "{error}");
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let text = "title = \"x\"\nlayers = []\ncolor = 1\n";
        let error = Vocabulary::parse(text).expect_err("key");
        assert_eq!(error.line(text), 3);
        assert!(error.to_string().contains("color"), "{error}");
    }
}
