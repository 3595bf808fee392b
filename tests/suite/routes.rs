//! Drawn lines against what their records say: length, ends, and where they cross borders.
//!
//! `tests/cases/routes.toml` lists every line that does not hold to a limit, with the measured value
//! and the reason. A new breach fails, and so does a listed one that is over or has another value.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use fast_mvt::MvtReaderRef;
use geo::{Coord, Distance, Geometry, Haversine, LineString, Point};
use serde::Deserialize;
use serde_json::Value;
use steppe_atlas::atlas::feature::Feature;
use steppe_atlas::terrain::course::Course;

use crate::app::{Site, root, text};

/// How much shorter or longer than stated a line may be drawn, in %.
const LENGTH_LIMIT: f64 = 10.0;
/// How far the ends of a corridor may lie from its terminals, its crossings from the line, and they
/// from the border, in km. A pipeline is held to its own accuracy.
const PLACE_LIMIT_KM: f64 = 2.0;
/// How far a measured value may lie from the listed one, in its own unit.
const SLACK: f64 = 0.5;

#[derive(Deserialize)]
struct Cases {
    /// Values of `length_km` whose sum is the stated length of what is drawn, where that is not the
    /// first value.
    stated: BTreeMap<String, Vec<f64>>,
    /// Lines without a stated length for what is drawn, with the reason.
    unstated: BTreeMap<String, String>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize, Debug)]
struct Exception {
    id: String,
    /// `length` in %, `start` or `end` in km from the terminal, `line` or `border` in km from a
    /// crossing.
    check: String,
    /// Name of the crossing.
    #[serde(default)]
    at: String,
    measured: f64,
    reason: String,
}

/// A value beyond its limit: line, check, crossing, value.
type Breach = (String, &'static str, String, f64);

fn cases() -> Cases {
    let text = std::fs::read_to_string(root().join("tests/cases/routes.toml")).unwrap();
    toml::from_str(&text).expect("tests/cases/routes.toml")
}

/// The lines that follow a network or a traced course in all their parts.
fn routed() -> Vec<Feature> {
    let (atlas, _) = steppe_atlas::atlas::load::load(&root().join("geodata")).expect("geodata");
    let follows = |feature: &&Feature| {
        let known = |quality: &str| quality == "traced" || quality == "coarse";
        let parts = feature.part_qualities();
        feature.has_lines() && known(feature.quality()) && parts.iter().all(|part| known(part))
    };
    atlas.features().iter().filter(follows).cloned().collect()
}

fn km(a: [f64; 2], b: [f64; 2]) -> f64 {
    Haversine.distance(Point::new(a[0], a[1]), Point::new(b[0], b[1])) / 1000.0
}

/// Name, kind and place of everything the record names along the line.
fn named_places(feature: &Feature) -> Vec<(String, String, [f64; 2])> {
    let properties = feature.properties();
    let places = properties["position"]["places"].as_array().expect("named places");
    places.iter().map(named_place).collect()
}

fn named_place(place: &Value) -> (String, String, [f64; 2]) {
    let degrees = ["lon", "lat"].map(|name| place[name].as_f64().expect("degrees"));
    (text(&place["name"]).to_owned(), text(&place["kind"]).to_owned(), degrees)
}

fn first_and_last(feature: &Feature) -> [[f64; 2]; 2] {
    let pair = |place: &Coord<f64>| [place.x, place.y];
    let ends = |first: &LineString<f64>, last: &LineString<f64>| {
        [pair(first.0.first().unwrap()), pair(last.0.last().unwrap())]
    };
    match &*feature.geometry().unwrap() {
        Geometry::LineString(line) => ends(line, line),
        Geometry::MultiLineString(lines) => ends(lines.0.first().unwrap(), lines.0.last().unwrap()),
        other => panic!("{}: {other:?}", feature.id()),
    }
}

/// The stated length of what is drawn in km, made of values that the record has.
fn stated(feature: &Feature, cases: &Cases) -> Option<f64> {
    let properties = feature.properties();
    let values = properties["quantities"]["length_km"].as_array();
    let values: Vec<f64> =
        values.into_iter().flatten().filter_map(|value| value["value"].as_f64()).collect();
    if let Some(sum) = cases.stated.get(feature.id()) {
        let on_record = |part: &f64| values.iter().any(|value| (value - part).abs() < 1e-9);
        assert!(sum.iter().all(on_record), "{}: {sum:?} is not on record", feature.id());
        return Some(sum.iter().sum());
    }
    values.first().copied().filter(|_| !cases.unstated.contains_key(feature.id()))
}

fn length_breach(feature: &Feature, cases: &Cases) -> Option<Breach> {
    let drawn = Course::of(feature).expect("a line").length_km();
    let stated = stated(feature, cases)?;
    let percent = (drawn / stated - 1.0) * 100.0;
    (percent.abs() > LENGTH_LIMIT)
        .then(|| (feature.id().to_owned(), "length", String::new(), percent))
}

fn end_breaches(feature: &Feature) -> Vec<Breach> {
    let places = named_places(feature);
    let ends = first_and_last(feature);
    let terminals = [("start", places[0].2, ends[0]), ("end", places[places.len() - 1].2, ends[1])];
    let measured = terminals.map(|(check, named, drawn)| (check, km(named, drawn)));
    let beyond = measured.into_iter().filter(|(_, off)| *off > PLACE_LIMIT_KM);
    beyond.map(|(check, off)| (feature.id().to_owned(), check, String::new(), off)).collect()
}

fn crossing_breaches(feature: &Feature, borders: &mut Borders) -> Vec<Breach> {
    let course = Course::of(feature).expect("a line");
    let is_pipeline =
        feature.properties()["category"] == "oil" || feature.properties()["category"] == "gas";
    let own = feature.accuracy_km().unwrap_or_default().max(PLACE_LIMIT_KM);
    let limit = if is_pipeline { own } else { PLACE_LIMIT_KM };
    let mut breaches = Vec::new();
    for (name, kind, place) in named_places(feature) {
        if !["border_crossing", "border_post"].contains(&kind.as_str()) {
            continue;
        }
        let from_line = course.nearest(place).expect("a line").offset_km;
        for (check, off) in [("line", from_line), ("border", borders.distance(place))] {
            if off > limit {
                breaches.push((feature.id().to_owned(), check, name.clone(), off));
            }
        }
    }
    breaches
}

/// Border lines in degrees.
type Lines = Vec<LineString<f64>>;

/// The borders of the background map, at the deepest zoom it has at a place.
#[derive(Default)]
struct Borders {
    tiles: HashMap<(u8, u32, u32), Option<Lines>>,
}

impl Borders {
    /// Distance in km from a place to the nearest border in its tile and those around it.
    fn distance(&mut self, place: [f64; 2]) -> f64 {
        let deepest = Site::shipped().json("/tiles/basemap.json")["maxzoom"].as_u64().unwrap();
        for zoom in (0..=u8::try_from(deepest).unwrap()).rev() {
            let side = f64::from(zoom).exp2();
            let column = ((place[0] + 180.0) / 360.0 * side) as u32;
            let north = place[1].to_radians().tan().asinh() / std::f64::consts::PI;
            let row = ((1.0 - north) / 2.0 * side) as u32;
            if self.tile((zoom, column, row)).is_none() {
                continue;
            }
            let mut nearest = f64::INFINITY;
            for (x, y) in (0..9).map(|i| (column + i % 3, row + i / 3)) {
                let (Some(x), Some(y)) = (x.checked_sub(1), y.checked_sub(1)) else { continue };
                for line in self.tile((zoom, x, y)).iter().flatten() {
                    nearest = nearest.min(distance_to(line, place));
                }
            }
            if nearest.is_finite() {
                return nearest;
            }
        }
        f64::INFINITY
    }

    fn tile(&mut self, at: (u8, u32, u32)) -> &Option<Lines> {
        self.tiles.entry(at).or_insert_with(|| read_borders(at))
    }
}

/// The border lines of a tile in degrees; `None` where the archive has no tile.
fn read_borders((zoom, x, y): (u8, u32, u32)) -> Option<Lines> {
    let answer = Site::shipped().get(&format!("/tiles/basemap/{zoom}/{x}/{y}"));
    if answer.status != 200 {
        return None;
    }
    let reader = MvtReaderRef::new(&answer.body).expect("a tile");
    let side = f64::from(zoom).exp2();
    let mut lines = Vec::new();
    for layer in reader.layers().filter(|layer| layer.name() == "border") {
        let extent = f64::from(layer.extent());
        let degrees = |unit: &Coord<i32>| {
            let column = f64::from(x) + f64::from(unit.x) / extent;
            let row = f64::from(y) + f64::from(unit.y) / extent;
            let up = std::f64::consts::PI * (1.0 - 2.0 * row / side);
            Coord { x: column / side * 360.0 - 180.0, y: up.sinh().atan().to_degrees() }
        };
        let mut add = |line: &LineString<i32>| lines.push(line.0.iter().map(degrees).collect());
        for feature in layer.features() {
            match feature.geometry().expect("a sound geometry") {
                Geometry::LineString(line) => add(&line),
                Geometry::MultiLineString(many) => many.0.iter().for_each(&mut add),
                other => panic!("a border is a line, not {other:?}"),
            }
        }
    }
    Some(lines)
}

/// Distance in km from a place to a line, on a plane true to scale at the place.
fn distance_to(line: &LineString<f64>, [lon, lat]: [f64; 2]) -> f64 {
    let narrowing = lat.to_radians().cos();
    let plane = |at: Coord<f64>| Point::new((at.x - lon) * narrowing, at.y - lat);
    let flat = LineString::from(line.0.iter().map(|at| plane(*at)).collect::<Vec<_>>());
    geo::Euclidean.distance(&Point::new(0.0, 0.0), &flat) * 111.195
}

#[test]
fn every_routed_line_is_as_long_as_stated_and_ends_and_crosses_where_it_should_or_says_why_not() {
    let cases = cases();
    let mut borders = Borders::default();
    let mut breaches: Vec<Breach> = Vec::new();
    for feature in routed() {
        breaches.extend(length_breach(&feature, &cases));
        breaches.extend(end_breaches(&feature));
        breaches.extend(crossing_breaches(&feature, &mut borders));
    }
    let is_of = |exception: &Exception, (id, check, at, _): &Breach| {
        exception.id == *id && exception.check == *check && exception.at == *at
    };
    let mut faults = String::new();
    for breach in &breaches {
        let listed = cases.exceptions.iter().find(|exception| is_of(exception, breach));
        let (id, check, at, measured) = breach;
        let change = match listed {
            None => "new: mend the line or its record, or list it with the reason".to_owned(),
            Some(listed) if (listed.measured - measured).abs() <= SLACK => continue,
            Some(listed) => {
                format!("{} before: does \"{}\" still hold?", listed.measured, listed.reason)
            }
        };
        let at = if at.is_empty() { String::new() } else { format!("at = \"{at}\"\n") };
        let _ = writeln!(
            faults,
            "{change}\n[[exceptions]]\nid = \"{id}\"\ncheck = \"{check}\"\n{at}measured = {measured:.1}\n"
        );
    }
    for exception in &cases.exceptions {
        assert!(exception.reason.len() > 10, "{exception:?} has no reason");
        if !breaches.iter().any(|breach| is_of(exception, breach)) {
            let _ = writeln!(faults, "no longer needed: {exception:?}");
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn every_line_of_the_cases_is_a_routed_line() {
    let cases = cases();
    let known: Vec<String> = routed().into_iter().map(|feature| feature.id().to_owned()).collect();
    let listed = cases.stated.keys().chain(cases.unstated.keys());
    for id in listed.chain(cases.exceptions.iter().map(|exception| &exception.id)) {
        assert!(known.contains(id), "{id} is no line that follows a network");
    }
    // Of 37 corridors 25 have no schematic part, of 53 pipelines 39.
    assert_eq!(known.len(), 64);
}
