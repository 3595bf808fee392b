//! The sheets of symbols that a map style draws from: one picture file and its index for each theme
//! and pixel density.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use bytes::Bytes;
use spreet::resvg::usvg::{Options, Tree};
use spreet::{Sprite, Spritesheet};

use super::colour::{Palette, Theme};
use super::symbol::{self, EVENT_OPACITIES, Inks, Outline};
use crate::atlas::vocabulary::{CategoryEntry, LayerEntry, PointLook, Vocabulary};

/// A point symbol that the data needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Category of the feature; gives icon, colour and, through its layer, the shape.
    pub category: String,
    /// Status identifier, or `held` for events.
    pub status: String,
    /// Whether the period rests on a plan.
    pub planned: bool,
    /// Whether sources dispute the feature.
    pub disputed: bool,
}

/// One sheet: a picture and the places in it.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// JSON index: name to x, y, width, height and pixel ratio.
    pub index: Bytes,
    /// The picture.
    pub png: Bytes,
}

/// Why a sheet cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SpriteError {
    /// A drawing is not sound SVG.
    #[error("symbol '{name}' cannot be drawn")]
    Drawing {
        /// Name of the symbol.
        name: String,
        /// What the reader says.
        #[source]
        error: spreet::resvg::usvg::Error,
    },
    /// A drawing has no size.
    #[error("symbol '{0}' has no size")]
    Empty(String),
    /// The pictures do not fit one sheet.
    #[error("{0} symbols do not fit one sheet")]
    Sheet(usize),
    /// The sheet cannot be written as PNG.
    #[error("the sheet cannot be written as PNG")]
    Png(#[source] spreet::SpreetError),
    /// The index cannot be written as JSON.
    #[error("the index of the sheet cannot be written")]
    Index(#[source] serde_json::Error),
}

/// All sheets of one atlas; each is drawn when first asked for and then kept.
#[derive(Debug)]
pub struct Sprites {
    vocabulary: Vocabulary,
    wanted: Vec<Wanted>,
    sheets: [OnceLock<Sheet>; 4],
}

impl Sprites {
    /// The sheets for the symbols that occur in the data, beside those of every line category and
    /// what a legend shows: the first category of each layer in every status.
    pub fn new(vocabulary: &Vocabulary, wanted: impl IntoIterator<Item = Wanted>) -> Self {
        // Each once, however many features want it.
        let wanted: BTreeSet<Wanted> = wanted.into_iter().chain(legend(vocabulary)).collect();
        let wanted = wanted.into_iter().collect();
        Self { vocabulary: vocabulary.clone(), wanted, sheets: Default::default() }
    }

    /// The sheet for a theme, at double density if `double`.
    ///
    /// # Errors
    /// When a symbol cannot be drawn.
    pub fn sheet(&self, theme: Theme, double: bool) -> Result<&Sheet, SpriteError> {
        let [light, light_double, dark, dark_double] = &self.sheets;
        let slot = match (theme, double) {
            (Theme::Light, false) => light,
            (Theme::Light, true) => light_double,
            (Theme::Dark, false) => dark,
            (Theme::Dark, true) => dark_double,
        };
        if let Some(sheet) = slot.get() {
            return Ok(sheet);
        }
        let drawn = draw(&self.drawings(theme), if double { 2 } else { 1 })?;
        Ok(slot.get_or_init(|| drawn))
    }

    /// Name and SVG of every picture of a theme.
    pub fn drawings(&self, theme: Theme) -> BTreeMap<String, String> {
        let palette = Palette::new(&self.vocabulary, theme);
        let mut drawings = fixed(&palette);
        for layer in &self.vocabulary.layers {
            for category in &layer.categories {
                let colour = palette.named(&category.colour);
                if layer.shape == "line" {
                    let badge = symbol::badge(&category.icon, colour, palette.named("surface"));
                    drawings.insert(format!("badge|{}", category.id), badge);
                } else {
                    let name = format!("hatch|{}", category.colour);
                    drawings.insert(name, symbol::hatch(colour.with_opacity(0.5)));
                }
            }
            let outline = Outline::of_shape(&layer.shape);
            for wanted in &self.wanted {
                let Some(category) = category_of(layer, wanted) else { continue };
                let name = image_name(&category.icon, wanted);
                let drawing = point(&self.vocabulary, &palette, outline, category, wanted);
                if layer.events {
                    for (age, opacity) in EVENT_OPACITIES.iter().enumerate().skip(1) {
                        let faded = symbol::faded(&drawing, *opacity);
                        drawings.insert(format!("{name}|{age}"), faded);
                    }
                }
                drawings.insert(name, drawing);
            }
        }
        drawings
    }
}

fn legend(vocabulary: &Vocabulary) -> impl Iterator<Item = Wanted> + '_ {
    let points = vocabulary.layers.iter().filter(|layer| layer.shape != "line" && !layer.events);
    points.filter_map(|layer| layer.categories.first()).flat_map(|category| {
        vocabulary.statuses.iter().map(|status| Wanted {
            category: category.id.clone(),
            status: status.id.clone(),
            planned: false,
            disputed: false,
        })
    })
}

fn category_of<'a>(layer: &'a LayerEntry, wanted: &Wanted) -> Option<&'a CategoryEntry> {
    layer.categories.iter().find(|entry| entry.id == wanted.category)
}

/// Name of the picture of a point symbol: `icon|status`, then `|planned` and `|disputed`; pictures
/// of events carry their age in quarters behind it, `|1` to `|3`.
fn image_name(icon: &str, wanted: &Wanted) -> String {
    let planned = if wanted.planned { "|planned" } else { "" };
    let disputed = if wanted.disputed { "|disputed" } else { "" };
    format!("{icon}|{}{planned}{disputed}", wanted.status)
}

/// What every sheet holds whatever the data.
fn fixed(palette: &Palette) -> BTreeMap<String, String> {
    let (quiet, land) = (palette.named("ink3"), palette.named("land"));
    BTreeMap::from([
        ("airport".to_string(), symbol::mark("air", palette.named("border"))),
        ("cross".to_string(), symbol::cross(quiet, land)),
        ("place".to_string(), symbol::ring(2.0, palette.named("place"), land)),
        ("place-capital".to_string(), symbol::ring(2.7, palette.named("place"), land)),
    ])
}

fn point(
    vocabulary: &Vocabulary,
    palette: &Palette,
    outline: Outline,
    category: &CategoryEntry,
    wanted: &Wanted,
) -> String {
    let status = vocabulary.statuses.iter().find(|entry| entry.id == wanted.status);
    // Events are held or planned; held is as full as can be.
    let held = PointLook { fill: 1.0, ..PointLook::default() };
    let look = match status {
        _ if wanted.planned => &vocabulary.planned.point,
        Some(entry) => &entry.point,
        None => &held,
    };
    let ended = status.is_some_and(|entry| entry.ended);
    let inks = Inks {
        main: palette.named(if ended { "ended" } else { &category.colour }),
        surface: palette.named("surface"),
        strong: palette.named("ink1"),
        quiet: palette.named("ink3"),
    };
    symbol::point(outline, &category.icon, look, wanted.disputed, inks)
}

fn draw(drawings: &BTreeMap<String, String>, ratio: u8) -> Result<Sheet, SpriteError> {
    let mut sprites = BTreeMap::new();
    for (name, svg) in drawings {
        let tree = Tree::from_str(svg, &Options::default())
            .map_err(|error| SpriteError::Drawing { name: name.clone(), error })?;
        let sprite = Sprite::new(tree, ratio).ok_or_else(|| SpriteError::Empty(name.clone()))?;
        sprites.insert(name.clone(), sprite);
    }
    let count = sprites.len();
    // Two pixels between pictures, or smoothing at small sizes would bring in the neighbour.
    let sheet = Spritesheet::build().sprites(sprites).spacing(2).generate();
    let sheet = sheet.ok_or(SpriteError::Sheet(count))?;
    let index = serde_json::to_vec(sheet.get_index()).map_err(SpriteError::Index)?;
    let png = sheet.encode_png().map_err(SpriteError::Png)?;
    Ok(Sheet { index: index.into(), png: png.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Vocabulary {
        Vocabulary::parse(include_str!("../../geodata/atlas.toml")).unwrap()
    }

    /// Every symbol the shipped vocabulary can ask for.
    fn all_of(vocabulary: &Vocabulary) -> Vec<Wanted> {
        let mut all = Vec::new();
        for layer in vocabulary.layers.iter().filter(|layer| layer.shape != "line") {
            let held = [("held".to_string())];
            let statuses = vocabulary.statuses.iter().map(|status| status.id.clone());
            let statuses: Vec<_> = if layer.events { held.into() } else { statuses.collect() };
            for category in &layer.categories {
                for status in &statuses {
                    for (planned, disputed) in [(false, false), (true, false), (false, true)] {
                        let (category, status) = (category.id.clone(), status.clone());
                        all.push(Wanted { category, status, planned, disputed });
                    }
                }
            }
        }
        all
    }

    #[test]
    fn every_symbol_of_the_vocabulary_can_be_drawn() {
        let vocabulary = shipped();
        let sprites = Sprites::new(&vocabulary, all_of(&vocabulary));
        let sheet = sprites.sheet(Theme::Light, true).unwrap();
        let index: serde_json::Value = serde_json::from_slice(&sheet.index).unwrap();
        for name in ["air|operating", "zone|closed|disputed", "summit|held|planned|2", "cross"] {
            assert_eq!(index[name]["pixelRatio"], 2, "{name}");
        }
        assert_eq!(index["air|idle"]["width"], 56);
        assert_eq!(index["hatch|zone"]["width"], 16);
        assert!(sheet.png.starts_with(b"\x89PNG"));
        let (light, dark) = (sprites.drawings(Theme::Light), sprites.drawings(Theme::Dark));
        assert!(light.keys().eq(dark.keys()), "both themes have the same pictures");
    }

    #[test]
    fn a_sheet_holds_the_legend_and_no_symbol_that_nobody_asked_for() {
        let names = Sprites::new(&shipped(), []).drawings(Theme::Light);
        assert!(names.contains_key("badge|oil") && names.contains_key("cross"));
        assert!(names.contains_key("air|idle") && names.contains_key("zone|shelved"));
        assert!(!names.keys().any(|name| name.starts_with("radar|") || name.contains("disputed")));
    }

    #[test]
    fn a_reported_and_a_disputed_symbol_carry_a_question_mark() {
        let vocabulary = shipped();
        let sprites = Sprites::new(&vocabulary, all_of(&vocabulary));
        let drawings = sprites.drawings(Theme::Light);
        let ink = Palette::new(&vocabulary, Theme::Light).named("ink1").to_string();
        assert!(drawings["air|reported"].contains(&ink));
        assert!(drawings["air|operating|disputed"].contains(&ink));
        assert!(!drawings["air|operating"].contains(&ink));
    }
}
