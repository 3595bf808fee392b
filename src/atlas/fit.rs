//! The vocabulary where nothing is said: layers of a folder without `atlas.toml`, and what an
//! `atlas.toml` leaves open, fitted to what the layers hold.

use rayon::prelude::*;

use crate::atlas::date::Date;
use crate::atlas::day::Day;
use crate::atlas::feature::{Feature, Timing};
use crate::atlas::vocabulary::{CategoryEntry, LayerEntry, Names, Vocabulary};

/// Colours for layers that name none: light, dark. After the list of Okabe and Ito, which people
/// with any kind of colour vision tell apart, darkened or lightened to 3 : 1 against the ground.
pub const PALETTE: &[(&str, [&str; 2])] = &[
    ("blue", ["#0072B2", "#56B4E9"]),
    ("vermilion", ["#C24A00", "#F0803C"]),
    ("green", ["#007A5A", "#2FC79B"]),
    ("purple", ["#A0457E", "#E29AC6"]),
    ("ochre", ["#8A6500", "#F0C542"]),
    ("black", ["#2B2B2B", "#E6E6E6"]),
];

/// What an `atlas.toml` leaves open.
#[derive(Debug, Clone, Default)]
pub struct Open {
    /// The years of the time axis.
    pub axis: bool,
    /// The opening view.
    pub extent: bool,
    /// The shapes of layers, by their position.
    pub shapes: Vec<bool>,
}

/// Years on either side of the data, so that its first and last day do not lie on the edge.
const MARGIN_YEARS: i16 = 1;
/// Years that an axis has at least.
const FEWEST_YEARS: i16 = 10;

impl Vocabulary {
    /// The vocabulary of a folder without an `atlas.toml`: one layer for each id and name, in colours
    /// of the palette, with the statuses of the built-in atlas.
    #[must_use]
    pub fn for_layers(title: &str, layers: &[(String, String)]) -> Self {
        let mut vocabulary = Self::built_in();
        vocabulary.title = title.to_owned();
        vocabulary.summary = String::new();
        vocabulary.languages = vec!["en".into()];
        vocabulary.open =
            Open { axis: true, extent: true, shapes: layers.iter().map(|_| true).collect() };
        vocabulary.add_palette();
        let colours = PALETTE.iter().map(|(name, _)| *name).cycle();
        let entry = |((id, name), colour): (&(String, String), &str)| {
            let name = Names::from([("en".to_owned(), name.clone())]);
            LayerEntry {
                name: name.clone(),
                categories: vec![CategoryEntry {
                    id: format!("{id}-feature"),
                    name,
                    // A name that no drawing has: a plain symbol, of its own colour.
                    icon: format!("{id}-feature"),
                    colour: colour.into(),
                    ..CategoryEntry::default()
                }],
                ..LayerEntry::of(id)
            }
        };
        vocabulary.layers = layers.iter().zip(colours).map(entry).collect();
        vocabulary
    }

    /// Makes the colours of the palette known by name.
    pub fn add_palette(&mut self) {
        for (name, [light, dark]) in PALETTE {
            let colour = || [(*light).to_owned(), (*dark).to_owned()];
            self.colours.entry((*name).to_owned()).or_insert_with(colour);
        }
    }

    /// Fits what is open to what the layers hold: shapes of symbols by the commonest kind of
    /// geometry, an opening view around everything, and an axis from the first to the last year.
    pub fn fit(&mut self, features: &[Feature]) {
        let open = self.open.clone();
        for (layer, entry) in self.layers.iter_mut().enumerate() {
            if open.shapes.get(layer) == Some(&true) {
                shape_of(features, layer).clone_into(&mut entry.shape);
            }
        }
        if open.extent
            && let Some(extent) = extent_of(features)
        {
            self.extent = extent;
        }
        if open.axis
            && let Some(axis) = axis_of(features)
        {
            self.axis = axis;
        }
    }
}

fn shape_of(features: &[Feature], layer: usize) -> &'static str {
    let of_layer = features.par_iter().filter(|feature| feature.layer == layer);
    let counted = of_layer.filter_map(Feature::geometry_type).map(|kind| {
        let is_line = matches!(kind, "LineString" | "MultiLineString");
        [is_line, matches!(kind, "Point" | "MultiPoint"), true].map(u32::from)
    });
    let sum = |a: [u32; 3], b: [u32; 3]| [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
    match counted.reduce(Default::default, sum) {
        [lines, _, all] if 2 * lines >= all => "line",
        [_, points, all] if 2 * points >= all => "disc",
        _ => "square",
    }
}

fn extent_of(features: &[Feature]) -> Option<[f64; 4]> {
    let boxes = features.par_iter().filter_map(Feature::bbox);
    let joined =
        |a: [f64; 4], b: [f64; 4]| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])];
    let [west, south, east, north] = boxes.reduce_with(joined)?;
    let margin = ((east - west).max(north - south) * 0.1).max(0.05);
    Some([
        (west - margin).max(-180.0),
        (south - margin).max(-85.0),
        (east + margin).min(180.0),
        (north + margin).min(85.0),
    ])
}

/// From the first year that is told to the last, or to this one where something still stands.
fn axis_of(features: &[Feature]) -> Option<[i32; 2]> {
    let told = |feature: &Feature| -> (Vec<Day>, bool) {
        match &feature.timing {
            Timing::Plain { start, end } => {
                let (first, last) =
                    (start.iter().map(Date::earliest), end.iter().map(Date::latest));
                (first.chain(last).collect(), end.is_none() && start.is_some())
            }
            Timing::Claims(claims) => {
                (claims.iter().map(|claim| claim.date.earliest()).collect(), !claims.is_empty())
            }
            Timing::Event(event) => (vec![event.date.earliest()], false),
        }
    };
    // An open end is no day of any year.
    let is_day = |day: &Day| ![Day::BEGINNING, Day::END].contains(day);
    let of_one = |feature: &Feature| {
        let (days, stands) = told(feature);
        let days = || days.iter().copied().filter(is_day);
        (days().min(), days().max(), stands)
    };
    let (first, last, stands) = features.par_iter().map(of_one).reduce(
        || (None, None, false),
        |a, b| (a.0.into_iter().chain(b.0).min(), a.1.max(b.1), a.2 || b.2),
    );
    let year = |day: Day| day.ymd().map(|(year, _, _)| year);
    let (first, mut last) = (year(first?)?, year(last?)?);
    if stands {
        last = last.max(year(Day::today()).unwrap_or(last));
    }
    let first = first.saturating_sub(MARGIN_YEARS);
    let last = last.saturating_add(MARGIN_YEARS).max(first.saturating_add(FEWEST_YEARS));
    Some([first.into(), last.into()])
}
