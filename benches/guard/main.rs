//! The hot paths whose instructions `make bench-guard` counts: `guard NAME` runs one of them once.
//!
//! What is counted is a function of [`counted`] alone, so that the making of its subject is not.
#![allow(clippy::unwrap_used, reason = "a bench that meets a surprise should stop there")]

#[path = "../engine/layer.rs"]
mod layer;

use std::fs;
use std::hint::black_box;
use std::path::Path;

use steppe_atlas::atlas::Atlas;
use steppe_atlas::atlas::day::{Day, Span};
use steppe_atlas::atlas::load::load;
use steppe_atlas::output::cut::{GeometryKind, TileGeometry};
use steppe_atlas::output::mvt::{Dictionary, Value};
use steppe_atlas::query::Plan;
use steppe_atlas::query::page::Page;
use steppe_atlas::query::space::Bbox;
use steppe_atlas::query::time::Moment;
use steppe_atlas::store::Store;
use steppe_atlas::store::index::{Entry, Index};

use crate::layer::{Random, SEED};

const FEATURES: usize = 2_000;
/// A day after all of the made-up layer, so that no end counts as a plan.
const TODAY: Day = Day::from_number(47_482);

fn main() {
    // Cargo adds `--bench`.
    match std::env::args().find(|name| !name.contains(['/', '-'])).as_deref() {
        Some("index") => index(),
        Some("fold") => fold(),
        Some("encoder") => encoder(),
        Some("items") => items(),
        Some("geojson") => geojson(),
        _ => println!("index\nfold\nencoder\nitems\ngeojson"),
    }
}

/// Each hot path in a function that is never inlined, for callgrind to find by its name. No closures: one would be named
/// like its function, and counting would stop inside it.
mod counted {
    use std::hint::black_box;

    use steppe_atlas::atlas::Atlas;
    use steppe_atlas::atlas::chronicle::Chronicle;
    use steppe_atlas::atlas::day::{Day, Span};
    use steppe_atlas::output::cut::TileGeometry;
    use steppe_atlas::output::geojson::collection;
    use steppe_atlas::output::mvt::{Dictionary, KeyId, LayerWriter, ValueId};
    use steppe_atlas::query::Plan;
    use steppe_atlas::store::index::Index;
    use steppe_atlas::store::{Answer, Store};

    #[inline(never)]
    pub fn index(index: &Index, questions: &[([f64; 4], Span)]) -> usize {
        let mut found = 0;
        for (bbox, span) in questions {
            found += index.touching(&[*bbox], *span).len();
        }
        found
    }

    #[inline(never)]
    pub fn fold(atlas: &Atlas, today: Day) -> Chronicle {
        Chronicle::new(atlas, today, today)
    }

    #[inline(never)]
    pub fn encoder(dictionary: &Dictionary, features: &[(TileGeometry, Tags)]) -> Vec<u8> {
        let (mut tile, mut layer) = (Vec::new(), LayerWriter::new(dictionary));
        for (id, (geometry, tags)) in (1..).zip(features) {
            layer.set_geometry(geometry);
            layer.add(id, &[tags]);
        }
        layer.finish(&mut tile, "layer");
        tile
    }

    /// What a feature says.
    pub type Tags = Vec<(KeyId, ValueId)>;

    #[inline(never)]
    pub fn items(store: &Store, plans: &[Plan]) {
        for plan in plans {
            black_box(store.run(plan));
        }
    }

    #[inline(never)]
    pub fn geojson(store: &Store, answer: &Answer<'_>) -> usize {
        black_box(collection(store.atlas(), answer, &[])).len()
    }
}

/// Boxes of a hundredth of the area and one year, of 20,000 over 200 years.
fn index() {
    let mut random = Random::new(SEED);
    let mut day = || random.below(200 * 365) as i32;
    let days: Vec<i32> = (0..20_000).map(|_| day()).collect();
    let entries: Vec<Entry> = days
        .iter()
        .enumerate()
        .map(|(position, from)| {
            let (west, south) = (random.between(46.0, 96.0), random.between(34.0, 56.0));
            let bbox = [west, south, west + 0.01, south + 0.01];
            Entry { position, bbox, span: span(*from, 3_650) }
        })
        .collect();
    let index = Index::new(&entries);
    let questions: Vec<([f64; 4], Span)> = (0..100)
        .map(|_| {
            let (west, south) = (random.between(46.0, 91.0), random.between(34.0, 53.8));
            let from = random.below(200 * 365) as i32;
            ([west, south, west + 5.0, south + 2.2], span(from, 365))
        })
        .collect();
    black_box(counted::index(&index, &questions));
}

/// Every claim of the shipped atlas.
fn fold() {
    let (atlas, _) = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata")).unwrap();
    black_box(counted::fold(&atlas, TODAY));
}

/// One tile of 1,000 points and lines, ten properties each.
fn encoder() {
    let mut random = Random::new(SEED);
    let mut dictionary = Dictionary::default();
    let mut corner = || [random.below(4_096) as i32, random.below(4_096) as i32];
    let geometries: Vec<TileGeometry> = (0..1_000)
        .map(|number| match number % 2 {
            0 => TileGeometry::of(GeometryKind::Points, &[vec![corner()]]),
            _ => TileGeometry::of(GeometryKind::Lines, &[(0..10).map(|_| corner()).collect()]),
        })
        .collect();
    let tags: Vec<Vec<_>> = (0..1_000_i64)
        .map(|number| {
            let value = |key: i64| Value::Int(number % (1 + key * 50));
            let tag =
                |key| (dictionary.key(&format!("property {key}")), dictionary.value(&value(key)));
            (0..10).map(tag).collect()
        })
        .collect();
    let features: Vec<_> = geometries.into_iter().zip(tags).collect();
    black_box(counted::encoder(&dictionary, &features));
}

/// Questions for a box of 2° and ten years.
fn items() {
    let store = Store::new(made_up(), Some(TODAY));
    let mut random = Random::new(SEED);
    let plans: Vec<Plan> = (0..100)
        .map(|_| {
            let (west, south) = (random.between(46.0, 94.0), random.between(34.0, 54.0));
            let from = random.below(70 * 365) as i32 - 20 * 365;
            Plan {
                bbox: Bbox::new([west, south, west + 2.0, south + 2.0]).ok(),
                moment: Some(Moment { span: span(from, 3_650) }),
                ..Plan::of_layers(vec![0], TODAY)
            }
        })
        .collect();
    counted::items(&store, &plans);
}

/// The whole layer as GeoJSON text.
fn geojson() {
    let store = Store::new(made_up(), Some(TODAY));
    let plan = Plan { page: Page::ALL, ..Plan::of_layers(vec![0], TODAY) };
    let answer = store.run(&plan);
    black_box(counted::geojson(&store, &answer));
}

fn made_up() -> Atlas {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("layer.geojson"), layer::geojson(FEATURES, SEED)).unwrap();
    load(folder.path()).unwrap().0
}

fn span(from: i32, days: i32) -> Span {
    Span { from: Day::from_number(from), until: Day::from_number(from + days) }
}
