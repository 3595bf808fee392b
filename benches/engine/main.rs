//! What the engine costs in process: index, fold, tiles, GeoJSON, load. `cargo bench`.
#![allow(clippy::unwrap_used, reason = "a bench that meets a surprise should stop there")]

mod layer;

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use steppe_atlas::atlas::Atlas;
use steppe_atlas::atlas::chronicle::Chronicle;
use steppe_atlas::atlas::day::{Day, Span};
use steppe_atlas::atlas::load::load;
use steppe_atlas::output::cut::{GeometryKind, TileGeometry};
use steppe_atlas::output::geojson;
use steppe_atlas::output::mvt::{Dictionary, LayerWriter, Value};
use steppe_atlas::output::period_tiles::PeriodTiles;
use steppe_atlas::output::thinning::Wanted;
use steppe_atlas::output::tile::TileAddress;
use steppe_atlas::query::Plan;
use steppe_atlas::query::page::Page;
use steppe_atlas::store::Store;
use steppe_atlas::store::index::{Entry, Index};

use crate::layer::{Random, SEED};

const FEATURES: usize = 20_000;

criterion_group!(benches, index, fold, encoder, tiles, serialiser, loading);
criterion_main!(benches);

/// A million boxes over 200 years; each question takes 1 % of the area and one year.
fn index(criterion: &mut Criterion) {
    let mut random = Random::new(SEED);
    let entries: Vec<Entry> = (0..1_000_000)
        .map(|position| {
            let (west, south) = (random.between(46.0, 96.0), random.between(34.0, 56.0));
            let from = random.below(200 * 365) as i32;
            Entry {
                position,
                bbox: [west, south, west + 0.01, south + 0.01],
                span: days(from, 3_650),
            }
        })
        .collect();
    let index = Index::new(&entries);
    criterion.bench_function("index: 1 % of the area, one year, of 1,000,000", |bencher| {
        bencher.iter_batched(
            || {
                let (west, south) = (random.between(46.0, 91.0), random.between(34.0, 53.8));
                ([west, south, west + 5.0, south + 2.2], random.below(200 * 365) as i32)
            },
            |(bbox, day)| index.touching(&[bbox], days(day, 365)),
            BatchSize::SmallInput,
        );
    });
    let mut group = criterion.benchmark_group("slow");
    group.sample_size(10);
    group.bench_function("index: pack 1,000,000", |bencher| bencher.iter(|| Index::new(&entries)));
}

/// All claims of the shipped atlas, made into periods.
fn fold(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata");
    let (atlas, _) = load(&folder).unwrap();
    let today = Day::today();
    criterion.bench_function("fold: every claim of the atlas", |bencher| {
        bencher.iter(|| Chronicle::new(&atlas, today, today));
    });
}

/// One tile of 5,000 features, half of them points, half lines of ten vertices, ten properties each.
fn encoder(criterion: &mut Criterion) {
    let mut random = Random::new(SEED);
    let mut dictionary = Dictionary::default();
    let mut place = || [random.below(4_096) as i32, random.below(4_096) as i32];
    let geometries: Vec<TileGeometry> = (0..5_000)
        .map(|number| match number % 2 {
            0 => TileGeometry::of(GeometryKind::Points, &[vec![place()]]),
            _ => TileGeometry::of(GeometryKind::Lines, &[(0..10).map(|_| place()).collect()]),
        })
        .collect();
    let tags: Vec<Vec<_>> = (0..5_000_i64)
        .map(|number| {
            (0..10)
                .map(|key| {
                    let value = Value::Int(number % (1 + key * 50));
                    (dictionary.key(&format!("property {key}")), dictionary.value(&value))
                })
                .collect()
        })
        .collect();
    criterion.bench_function("encoder: 5,000 features of 10 properties", |bencher| {
        bencher.iter(|| {
            let (mut tile, mut layer) = (Vec::new(), LayerWriter::new(&dictionary));
            for (id, (geometry, tags)) in (1..).zip(geometries.iter().zip(&tags)) {
                layer.set_geometry(geometry);
                layer.add(id, &[tags]);
            }
            layer.finish(&mut tile, "layer");
            tile
        });
    });
}

/// Tiles of one zoom after the other, each cut anew.
fn tiles(criterion: &mut Criterion) {
    let atlas = made_up(FEATURES);
    let today = Day::today();
    let chronicle = Chronicle::new(&atlas, today, today);
    let set = PeriodTiles::new(&atlas, &chronicle);
    for (z, x, y) in [(4, 11, 5), (7, 91, 46), (10, 731, 375)] {
        let address = TileAddress::new(z, x, y).unwrap();
        criterion.bench_function(&format!("tile: z{z} of {FEATURES} features"), |bencher| {
            bencher.iter(|| set.tile(&[0], address, Wanted::default()));
        });
    }
}

/// A whole layer as GeoJSON text.
fn serialiser(criterion: &mut Criterion) {
    let store = Store::new(made_up(FEATURES), None);
    let plan = Plan { page: Page::ALL, ..Plan::of_layers(vec![0], store.today()) };
    let answer = store.run(&plan);
    let bytes = geojson::collection(store.atlas(), &answer, &[]).len();
    let mut group = criterion.benchmark_group("GeoJSON");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("write 20,000 features", |bencher| {
        bencher.iter(|| geojson::collection(store.atlas(), black_box(&answer), &[]));
    });
}

/// A data folder becomes an atlas.
fn loading(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let text = layer::geojson(FEATURES, SEED);
    fs::write(folder.path().join("layer.geojson"), &text).unwrap();
    let mut group = criterion.benchmark_group("load");
    group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("20,000 features of GeoJSON", |bencher| {
        bencher.iter(|| load(folder.path()).unwrap());
    });
}

fn made_up(count: usize) -> Atlas {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("layer.geojson"), layer::geojson(count, SEED)).unwrap();
    load(folder.path()).unwrap().0
}

fn days(from: i32, count: i32) -> Span {
    Span { from: Day::from_number(from), until: Day::from_number(from + count) }
}
