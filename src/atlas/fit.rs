//! The vocabulary where nothing is said: layers of a folder without `atlas.toml`, and what an
//! `atlas.toml` leaves open, fitted to what the layers hold.

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
    let (mut lines, mut points, mut all) = (0, 0, 0);
    let of_layer = features.iter().filter(|feature| feature.layer == layer);
    for kind in of_layer.filter_map(Feature::geometry_type) {
        all += 1;
        lines += u32::from(matches!(kind, "LineString" | "MultiLineString"));
        points += u32::from(matches!(kind, "Point" | "MultiPoint"));
    }
    match (lines, points) {
        (lines, _) if 2 * lines >= all => "line",
        (_, points) if 2 * points >= all => "disc",
        _ => "square",
    }
}

fn extent_of(features: &[Feature]) -> Option<[f64; 4]> {
    let boxes = features.iter().filter_map(|feature| feature.bbox());
    let [west, south, east, north] =
        boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
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
    let year = |day: Day| day.ymd().map(|(year, _, _)| year);
    let mut years = Vec::new();
    let mut stands = false;
    for feature in features {
        match &feature.timing {
            Timing::Plain { start, end } => {
                stands |= end.is_none() && start.is_some();
                years.extend(start.iter().filter_map(|date| year(date.earliest())));
                years.extend(end.iter().filter_map(|date| year(date.latest())));
            }
            Timing::Claims(claims) => {
                stands |= !claims.is_empty();
                years.extend(claims.iter().filter_map(|claim| year(claim.date.earliest())));
            }
            Timing::Event(event) => years.extend(year(event.date.earliest())),
        }
    }
    let (first, mut last) = (*years.iter().min()?, *years.iter().max()?);
    if stands {
        last = last.max(year(Day::today()).unwrap_or(last));
    }
    let first = first.saturating_sub(MARGIN_YEARS);
    let last = last.saturating_add(MARGIN_YEARS).max(first.saturating_add(FEWEST_YEARS));
    Some([first.into(), last.into()])
}
