//! The MapLibre style of the atlas, light and dark, made from the vocabulary.
//!
//! Time, language, filters and selection are numbers and texts in the style's global state, so a
//! viewer moves one value and no layer is rewritten. A change of global state lays out anew every
//! tile of each source that uses it (and no other), hence the sources: the still ground, its names,
//! the few things on it that have dates, the lines and areas of the atlas, its points.

mod along;
mod areas;
mod expression;
mod ground;
mod lines;
mod names;
mod points;
mod relief;
mod stroke;
mod transport;

use serde_json::{Map, Value, json};

use self::expression::list;
use super::colour::{Colour, Palette, Theme};
use crate::atlas::vocabulary::{CategoryEntry, LayerEntry, Vocabulary};

/// What a style depends on beside the vocabulary and the theme.
#[derive(Clone, Copy, Debug)]
pub struct StyleOptions<'a> {
    /// Where the server is, without a slash at the end (`http://host:port`): sprites and tiles need
    /// absolute addresses.
    pub base: &'a str,
    /// The day shown at first, in days since 1970-01-01.
    pub day: i32,
    /// Stems of the tile archives that are there.
    pub archives: &'a [&'a str],
    /// `font-faces` of the style: web fonts by name.
    pub font_faces: Option<&'a Value>,
    /// Whether to name the glyph files, for viewers that cannot use web fonts.
    pub glyphs: bool,
}

/// Style layers by what a viewer has to know of them.
#[derive(Debug, Default)]
struct Roles {
    /// A click or tap means them.
    clickable: Vec<String>,
    /// They change with the day.
    dated: Vec<String>,
    /// They may come after the first drawing: relief, roads and railways, names, badges and marks,
    /// without which the map already shows ground and features. A viewer that does not know this draws all at once.
    later: Vec<String>,
    /// They show nothing while no feature is selected.
    selected: Vec<String>,
    /// They show nothing while no feature is pointed at.
    hovered: Vec<String>,
}

/// What the parts of the style share while it is made.
struct Scene<'a> {
    vocabulary: &'a Vocabulary,
    palette: Palette,
    theme: Theme,
}

/// The style for a theme.
pub fn style(vocabulary: &Vocabulary, theme: Theme, options: &StyleOptions<'_>) -> Value {
    let scene = Scene { vocabulary, palette: Palette::new(vocabulary, theme), theme };
    let layers = layers(&scene, options.archives);
    let roles = roles(&layers);
    let base = options.base;
    let mut style = json!({
        "version": 8,
        "name": format!("{}, {}", vocabulary.title, theme.name()),
        "metadata": {
            "steppe:clickable": roles.clickable,
            "steppe:dated": roles.dated,
            "steppe:hovered": roles.hovered,
            "steppe:later": roles.later,
            "steppe:selected": roles.selected,
        },
        "center": centre(vocabulary.extent),
        "zoom": zoom(vocabulary.extent),
        "projection": {"type": projection()},
        "transition": {"duration": 0, "delay": 0},
        "state": state(vocabulary, options.day),
        "sprite": format!("{base}/sprites/{}", theme.name()),
        "sources": sources(vocabulary, options.base, options.archives),
        "layers": layers,
    });
    if let Some(faces) = options.font_faces {
        style["font-faces"] = faces.clone();
    }
    if options.glyphs {
        style["glyphs"] = json!(format!("{base}/fonts/{{fontstack}}/{{range}}.pbf"));
    }
    style
}

/// All layers from bottom to top. Symbols higher up claim their place first, so capitals outrank
/// point symbols, these countries and towns, then names of points, then names of lines.
fn layers(scene: &Scene<'_>, archives: &[&str]) -> Vec<Value> {
    let from = |archive: &str, layers: fn(&Scene<'_>) -> Vec<Value>| {
        if archives.contains(&archive) { layers(scene) } else { vec![] }
    };
    let ground = |layers| from(BASEMAP, layers);
    let mut all = vec![ground::background(scene)];
    all.extend(from(RELIEF, relief::overview));
    all.extend(from(RELIEF_NEAR, relief::near));
    all.extend(ground(ground::layers));
    all.extend(from(TRANSPORT, transport::lines));
    all.extend(ground(transport::airports));
    all.extend(areas::layers(scene));
    all.extend(lines::layers(scene));
    all.extend(along::crosses(scene));
    all.extend(points::markers(scene));
    all.extend(along::badges(scene));
    all.extend(along::labels(scene));
    all.extend(points::labels(scene));
    all.extend(ground(names::regions_and_waters));
    all.extend(ground(names::towns));
    all.extend(ground(names::countries));
    all.extend(ground(names::capital_rings));
    all.extend(points::symbols(scene));
    all.extend(ground(names::capitals));
    all
}

fn roles(layers: &[Value]) -> Roles {
    let mut roles = Roles::default();
    for layer in layers {
        let (Some(id), Some(source)) = (layer["id"].as_str(), layer["source"].as_str()) else {
            continue;
        };
        let clicked = ["core-", "ribbon-", "zones-fill-", "points", "events"];
        let what = id.strip_prefix("atlas-");
        if what.is_some_and(|what| clicked.iter().any(|name| what.starts_with(name))) {
            roles.clickable.push(id.to_string());
        }
        let still = [BASEMAP, BASEMAP_NAMES, RELIEF, RELIEF_NEAR, TRANSPORT];
        if !still.contains(&source) {
            roles.dated.push(id.to_string());
        }
        let symbol = layer["type"] == "symbol" && !["atlas-points", "atlas-events"].contains(&id);
        let selected = ["selected", "selection", "accuracy"].iter().any(|mark| id.contains(mark));
        let hovered = id.contains("hover");
        if selected {
            roles.selected.push(id.to_string());
        }
        if hovered {
            roles.hovered.push(id.to_string());
        }
        let quiet = [RELIEF, RELIEF_NEAR, TRANSPORT].contains(&source);
        if quiet || symbol || selected || hovered {
            roles.later.push(id.to_string());
        }
    }
    roles
}

/// Source of the ground that never changes with the day.
const BASEMAP: &str = "basemap";
/// The same tiles for the names on it: they change with the language, and wait for their fonts.
const BASEMAP_NAMES: &str = "basemap-names";
/// The same tiles for what has dates: renamed towns, a shrinking sea.
const BASEMAP_DATED: &str = "basemap-dated";
/// Source and archive of the shaded relief of the world.
const RELIEF: &str = "relief";
/// Source and archive of what a near view shows beyond it, where the heights are known finely.
const RELIEF_NEAR: &str = "relief-near";
/// Source and archive of roads and railways.
const TRANSPORT: &str = "transport";
/// Source of lines and areas.
const ATLAS: &str = "atlas";
/// Source of points, which viewers may replace by points moved apart.
const POINTS: &str = "points";
/// Zoom from which towns, lines and their kinds are told by names and badges: windows of the usual
/// laptops open the region between 3.6 and 3.8.
const LIKELY_OPENING: f64 = 3.6;

fn sources(vocabulary: &Vocabulary, base: &str, archives: &[&str]) -> Value {
    let mut sources = Map::new();
    for archive in archives {
        let url = format!("{base}/tiles/{archive}.json");
        let (kind, ids): (_, &[&str]) = match *archive {
            BASEMAP => ("vector", &[BASEMAP, BASEMAP_NAMES, BASEMAP_DATED]),
            TRANSPORT => ("vector", &[TRANSPORT]),
            RELIEF => ("raster", &[RELIEF]),
            RELIEF_NEAR => ("raster", &[RELIEF_NEAR]),
            _ => continue,
        };
        for id in ids {
            sources.insert((*id).into(), json!({"type": kind, "url": url}));
        }
    }
    if !vocabulary.layers.is_empty() {
        let url = format!("{base}/tiles/{ATLAS}.json");
        sources.insert(ATLAS.into(), json!({"type": "vector", "url": url}));
    }
    let data = format!("{base}/api/points.geojson");
    sources.insert(POINTS.into(), json!({"type": "geojson", "data": data}));
    Value::Object(sources)
}

/// The global state at first: today, English, everything on but what has ended, nothing selected.
fn state(vocabulary: &Vocabulary, day: i32) -> Value {
    let ids = |ended| vocabulary.statuses.iter().filter(move |status| status.ended == ended);
    let of = |ended| list(ids(ended).map(|status| status.id.as_str()));
    let categories = vocabulary.layers.iter().flat_map(|layer| &layer.categories);
    let categories = list(categories.map(|category| category.id.as_str()));
    let language = vocabulary.languages.first().map_or("en", String::as_str);
    json!({
        "day": {"default": day},
        "lang": {"default": language},
        "statuses": {"default": of(false)},
        "ended": {"default": of(true)},
        "categories": {"default": categories},
        "selected": {"default": ""},
        "hovered": {"default": ""},
        "since": {"default": null},
        "only": {"default": null},
    })
}

/// A globe where whole continents are in view, flat where distances are compared.
fn projection() -> Value {
    json!(["interpolate", ["linear"], ["zoom"], 2.4, "vertical-perspective", 3.2, "mercator"])
}

fn centre([west, south, east, north]: [f64; 4]) -> [f64; 2] {
    [f64::midpoint(west, east), f64::midpoint(south, north)]
}

/// The zoom at which the extent is 1,200 px wide.
fn zoom([west, _, east, _]: [f64; 4]) -> f64 {
    let span = (east - west).max(1e-3);
    let zoom = (1200.0 * 360.0 / (span * 512.0)).log2();
    (zoom.clamp(0.0, 18.0) * 100.0).round() / 100.0
}

impl Scene<'_> {
    fn colour(&self, name: &str) -> Colour {
        self.palette.named(name)
    }

    /// `light` or `dark` by theme.
    fn either<T>(&self, light: T, dark: T) -> T {
        if self.theme == Theme::Light { light } else { dark }
    }

    fn line_layers(&self) -> impl Iterator<Item = &LayerEntry> {
        self.vocabulary.layers.iter().filter(|layer| layer.shape == "line")
    }

    fn point_layers(&self) -> impl Iterator<Item = &LayerEntry> {
        self.vocabulary.layers.iter().filter(|layer| layer.shape != "line")
    }

    fn categories(&self) -> impl Iterator<Item = &CategoryEntry> {
        self.vocabulary.layers.iter().flat_map(|layer| &layer.categories)
    }

    /// Colour of a feature's name: readable on land, still of its layer.
    fn label_colour(&self, category: &CategoryEntry) -> String {
        self.colour(&category.colour).over(self.colour("ink1"), 0.72).to_string()
    }

    /// Statuses after which a feature is over.
    fn ended(&self) -> Vec<&str> {
        let ended = self.vocabulary.statuses.iter().filter(|status| status.ended);
        ended.map(|status| status.id.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Vocabulary {
        Vocabulary::parse(include_str!("../../geodata/atlas.toml")).unwrap()
    }

    fn options(base: &str) -> StyleOptions<'_> {
        StyleOptions { base, day: 20_000, archives: &["basemap"], font_faces: None, glyphs: true }
    }

    fn ids(style: &Value) -> Vec<&str> {
        let layers = style["layers"].as_array().unwrap();
        layers.iter().map(|layer| layer["id"].as_str().unwrap()).collect()
    }

    #[test]
    fn every_layer_draws_from_a_source_there_is_and_has_its_own_id() {
        for theme in Theme::ALL {
            let style = style(&shipped(), theme, &options("http://atlas.test"));
            let mut ids = ids(&style);
            for layer in style["layers"].as_array().unwrap() {
                let source = layer["source"].as_str();
                assert!(source.is_none_or(|name| style["sources"][name].is_object()), "{layer}");
            }
            ids.sort_unstable();
            let count = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), count);
        }
    }

    #[test]
    fn relief_lies_under_water_and_roads_under_features_and_both_come_later() {
        let vocabulary = shipped();
        let palette = Palette::new(&vocabulary, Theme::Light);
        let scene = Scene { vocabulary: &vocabulary, palette, theme: Theme::Light };
        let archives = [BASEMAP, RELIEF, RELIEF_NEAR, TRANSPORT];
        let layers = layers(&scene, &archives);
        let at = |id: &str| layers.iter().position(|layer| layer["id"] == id).unwrap();
        let order =
            ["relief", "relief-near", "water", "border", "transport-road", "transport-rail"];
        assert!(order.map(at).is_sorted());
        assert!(at("transport-rail-ticks") < at("atlas-core-corridors"));
        let roles = roles(&layers);
        let sources = sources(&vocabulary, "", &archives);
        for id in ["relief", "relief-near", "transport-road", "transport-rail", "airports"] {
            assert!(roles.later.iter().any(|later| later == id), "{id}");
            assert!(!roles.dated.iter().any(|dated| dated == id), "{id}");
            assert!(sources[layers[at(id)]["source"].as_str().unwrap()].is_object(), "{id}");
        }
    }

    #[test]
    fn what_has_no_archive_is_not_in_the_style() {
        let style = style(&shipped(), Theme::Light, &options(""));
        for name in [RELIEF, RELIEF_NEAR, TRANSPORT] {
            assert!(style["sources"][name].is_null(), "{name}");
            assert!(!ids(&style).iter().any(|id| id.starts_with(name)), "{name}");
        }
    }

    #[test]
    fn the_order_of_claims_is_capitals_symbols_towns_points_lines() {
        let style = style(&shipped(), Theme::Light, &options(""));
        let ids = ids(&style);
        let at = |id: &str| ids.iter().position(|other| *other == id).unwrap();
        let order = ["line-labels-pipelines", "point-labels", "points", "events"]
            .map(|name| at(&format!("atlas-{name}")));
        assert!(order.is_sorted(), "{order:?}");
        assert!(
            at("atlas-point-labels") < at("place-towns-1")
                && at("place-towns-1") < at("atlas-points")
        );
        assert!(at("place-capitals") > at("atlas-events"));
        assert!(at("atlas-selection-pipelines") < at("atlas-bed-corridors"));
    }

    #[test]
    fn a_click_means_lines_areas_and_symbols() {
        let style = style(&shipped(), Theme::Light, &options(""));
        let clickable = style["metadata"]["steppe:clickable"].as_array().unwrap();
        for id in ["atlas-core-pipelines", "atlas-ribbon-corridors", "atlas-points", "atlas-events"]
        {
            assert!(clickable.contains(&json!(id)), "{id} in {clickable:?}");
        }
        assert!(!clickable.contains(&json!("atlas-point-labels")));
    }

    #[test]
    fn layers_of_one_feature_alone_are_told() {
        let style = style(&shipped(), Theme::Light, &options(""));
        for role in ["selected", "hovered"] {
            let told = style["metadata"][format!("steppe:{role}")].as_array().unwrap();
            for layer in style["layers"].as_array().unwrap() {
                let asked = json!(["==", ["get", "id"], ["global-state", role]]).to_string();
                let filter = layer["filter"].to_string();
                let alone =
                    filter.contains(&asked) && !filter.contains(&format!(r#"["!",{asked}]"#));
                assert_eq!(told.contains(&layer["id"]), alone, "{}: {filter}", layer["id"]);
            }
        }
    }

    #[test]
    fn no_paint_of_features_depends_on_global_state() {
        // MapLibre would lay out the source twice at each step of the day.
        let style = style(&shipped(), Theme::Light, &options(""));
        for layer in style["layers"].as_array().unwrap() {
            for (name, value) in layer["paint"].as_object().into_iter().flatten() {
                let text = value.to_string();
                let both = text.contains("global-state") && text.contains(r#"["get""#);
                assert!(!both, "{} of {}", name, layer["id"]);
            }
        }
    }

    #[test]
    fn the_still_ground_does_not_depend_on_the_day() {
        let style = style(&shipped(), Theme::Light, &options(""));
        for layer in style["layers"].as_array().unwrap() {
            if [BASEMAP, BASEMAP_NAMES].iter().any(|source| layer["source"] == *source) {
                assert!(!layer.to_string().contains(r#"["global-state","day"]"#), "{layer}");
            }
        }
    }

    #[test]
    fn a_vocabulary_of_somebody_else_gives_a_style_too() {
        let mut vocabulary = Vocabulary::for_layers("", &[("wells".into(), "Wells".into())]);
        vocabulary.statuses.clear();
        let bare = StyleOptions { archives: &[], glyphs: false, ..options("http://atlas.test") };
        let style = style(&vocabulary, Theme::Dark, &bare);
        assert_eq!(style["sources"]["atlas"]["url"], "http://atlas.test/tiles/atlas.json");
        assert!(style["sources"]["basemap"].is_null() && style["glyphs"].is_null());
    }

    #[test]
    fn the_opening_zoom_fits_the_extent() {
        assert!((4.2..4.4).contains(&zoom([46.0, 34.0, 90.0, 56.0])));
        assert!((0.0..=18.0).contains(&zoom([7.0, 7.0, 7.0, 7.0])));
    }
}
