//! A made-up layer for measuring: points, lines and polygons in clusters over Central Asia, each with
//! a few properties and a lifetime; the same seed gives the same bytes.

use std::fmt::Write as _;

/// The seed of all made-up layers, so that figures of different runs are about the same features.
pub const SEED: u64 = 42;
/// Centres of the clusters at most; a few hold most of the features, as towns do.
const CLUSTERS: u64 = 400;
/// West, south, east, north in degrees.
const REGION: [f64; 4] = [46.0, 34.0, 96.0, 56.0];
const CATEGORIES: [&str; 6] = ["pipeline", "road", "rail", "zone", "base", "well"];
const COUNTRIES: [&str; 5] = ["KZ", "KG", "UZ", "TJ", "TM"];
const STATUSES: [&str; 4] = ["proposed", "construction", "operating", "closed"];

/// SplitMix64, <https://prng.di.unimi.it/splitmix64.c>.
pub struct Random(u64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.number() % bound
    }

    pub fn share(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + self.share() * (high - low)
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }
}

/// The text of a GeoJSON file with `count` features.
pub fn geojson(count: usize, seed: u64) -> String {
    let mut out = String::with_capacity(count * 560);
    out.push_str("{\"type\":\"FeatureCollection\",\"features\":[\n");
    let mut random = Random::new(seed);
    for number in 0..count {
        if number > 0 {
            out.push_str(",\n");
        }
        feature(&mut out, &mut random, number);
    }
    out.push_str("\n]}\n");
    out
}

/// Middle of a cluster, longitude and latitude; low numbers come up more often.
fn centre(random: &mut Random) -> [f64; 2] {
    let cluster = (random.share().powi(2) * CLUSTERS as f64) as u64;
    let mut own = Random::new(cluster);
    [own.between(REGION[0], REGION[2]), own.between(REGION[1], REGION[3])]
}

fn feature(out: &mut String, random: &mut Random, number: usize) {
    let [lon, lat] = centre(random);
    let at = [lon + random.between(-1.0, 1.0), lat + random.between(-0.7, 0.7)];
    let first_year = 1950 + random.below(76);
    let last_year = first_year + 1 + random.below(40);
    let (category, country) = (random.one_of(&CATEGORIES), random.one_of(&COUNTRIES));
    let status = random.one_of(&STATUSES);
    let _ = write!(
        out,
        "{{\"type\":\"Feature\",\"id\":\"f{number}\",\"properties\":{{\"name\":\"Feature number {number}\",\
         \"category\":\"{category}\",\"country\":\"{country}\",\"status\":\"{status}\",\
         \"start\":\"{first_year}-{:02}-{:02}\",\"end\":\"{last_year}-{:02}-{:02}\",\"capacity\":{}}},\"geometry\":",
        1 + random.below(12),
        1 + random.below(28),
        1 + random.below(12),
        1 + random.below(28),
        random.below(100_000),
    );
    match number % 10 {
        0..6 => {
            let _ =
                write!(out, "{{\"type\":\"Point\",\"coordinates\":[{:.6},{:.6}]}}}}", at[0], at[1]);
        }
        6..9 => {
            out.push_str("{\"type\":\"LineString\",\"coordinates\":");
            let steps = 10 + random.below(41);
            course(out, random, at, steps);
            out.push_str("}}");
        }
        _ => {
            out.push_str("{\"type\":\"Polygon\",\"coordinates\":[");
            ring(out, random, at);
            out.push_str("]}}");
        }
    }
}

fn course(out: &mut String, random: &mut Random, from: [f64; 2], steps: u64) {
    let ([mut lon, mut lat], mut heading) = (from, random.between(0.0, std::f64::consts::TAU));
    for step in 0..steps {
        let before = if step == 0 { '[' } else { ',' };
        let _ = write!(out, "{before}[{lon:.6},{lat:.6}]");
        heading += random.between(-0.4, 0.4);
        lon += 0.01 * heading.cos();
        lat += 0.01 * heading.sin();
    }
    out.push(']');
}

fn ring(out: &mut String, random: &mut Random, middle: [f64; 2]) {
    const CORNERS: u32 = 8;
    let radius = random.between(0.002, 0.03);
    for corner in 0..=CORNERS {
        let angle = f64::from(corner % CORNERS) * std::f64::consts::TAU / f64::from(CORNERS);
        let before = if corner == 0 { '[' } else { ',' };
        let (lon, lat) = (middle[0] + radius * angle.cos(), middle[1] + radius * angle.sin());
        let _ = write!(out, "{before}[{lon:.6},{lat:.6}]");
    }
    out.push(']');
}
