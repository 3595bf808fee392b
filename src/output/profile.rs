//! Profiles as JSON and CSV. Distances are in km to 10 m, heights in whole metres, degrees to five
//! decimals (1 m).

use csv::WriterBuilder;
use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
use crate::atlas::feature::Feature;
use crate::output::credit;
use crate::output::licence::BETWEEN;
use crate::terrain::course::Part;
use crate::terrain::landmark::Landmark;
use crate::terrain::profile::{Profile, Sample, THRESHOLD_M};

/// What a profile is of, and from where.
pub struct Subject<'a> {
    /// The atlas.
    pub atlas: &'a Atlas,
    /// The line.
    pub feature: &'a Feature,
    /// Name of the grid of heights.
    pub grid: &'a str,
    /// Credit of the grid.
    pub grid_credit: Option<&'a str>,
    /// Address of this profile.
    pub address: String,
}

/// The profile as a JSON document, `members` last.
#[must_use]
pub fn json(subject: &Subject<'_>, profile: &Profile, members: Map<String, Value>) -> Value {
    let feature = subject.feature;
    let parts: Vec<Value> = profile.course.parts.iter().map(part).collect();
    let landmarks: Vec<Value> = profile.landmarks.iter().map(landmark).collect();
    let samples: Vec<Value> = profile.samples.iter().map(sample).collect();
    let mut document = json!({
        "id": feature.id(),
        "layer": subject.atlas.layer_of(feature).id,
        "name": feature.name(),
        "length_km": km(profile.course.length_km()),
        "step_km": km(profile.course.step_km),
        "covered": (profile.covered * 1e4).round() / 1e4,
        "quality": feature.quality(),
        "accuracy_km": feature.accuracy_km(),
        "schematic": is_schematic(profile),
        "note": note(feature, profile),
        "highest": profile.highest.as_ref().map(sample),
        "lowest": profile.lowest.as_ref().map(sample),
        "climb_m": metres(profile.climb_m),
        "descent_m": metres(profile.descent_m),
        "threshold_m": THRESHOLD_M,
        "grid": {"name": subject.grid, "attribution": subject.grid_credit},
        "licence": credit::licences(subject.atlas, &[feature]),
        "attribution": credit::attributions(subject.atlas, &[feature]),
        "parts": parts,
        "landmarks": landmarks,
        "samples": samples,
    });
    if let Some(document) = document.as_object_mut() {
        document.extend(members);
    }
    document
}

/// Whether any part of the line is only a scheme.
fn is_schematic(profile: &Profile) -> bool {
    profile.course.parts.iter().any(|part| part.quality == "schematic")
}

/// How far the heights can be trusted, in words.
fn note(feature: &Feature, profile: &Profile) -> String {
    let ground = "Heights of the ground under the drawn line, not of the road, track or pipe";
    let drawn = match feature.accuracy_km() {
        Some(km) => format!(
            "; the line is drawn to about {km} km, and so are its heights; where it goes over ridges that the real one goes round, climb and descent are too large"
        ),
        None => "; how well the line is drawn is not on record".into(),
    };
    let scheme =
        if is_schematic(profile) { "; schematic parts only join named places" } else { "" };
    format!("{ground}{drawn}{scheme}.")
}

fn part(part: &Part) -> Value {
    json!({
        "from_km": km(part.from_km),
        "until_km": km(part.until_km),
        "gap_before_km": km(part.gap_before_km),
        "quality": part.quality,
        "accuracy_km": part.accuracy_km,
    })
}

fn landmark((landmark, elevation_m): &(Landmark, Option<f64>)) -> Value {
    json!({
        "kind": landmark.kind.name(),
        "name": landmark.name,
        "distance_km": km(landmark.distance_km),
        "offset_km": km(landmark.offset_km),
        "elevation_m": elevation_m.map(metres),
    })
}

fn sample(sample: &Sample) -> Value {
    let [lon, lat] = sample.step.lon_lat.map(degrees);
    json!({
        "distance_km": km(sample.step.distance_km),
        "elevation_m": sample.elevation_m.map(metres),
        "longitude": lon,
        "latitude": lat,
        "part": sample.step.part,
    })
}

const COLUMNS: &[&str] = &[
    "distance_km",
    "elevation_m",
    "longitude",
    "latitude",
    "quality",
    "accuracy_km",
    "landmark",
    "feature",
    "grid",
    "attribution",
    "licence",
    "address",
];

/// The samples as CSV rows, each of which can stand alone; a landmark stands on the sample nearest
/// to it.
///
/// # Errors
/// When a row cannot be written.
pub fn csv(subject: &Subject<'_>, profile: &Profile) -> Result<Vec<u8>, csv::Error> {
    let mut writer = WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    let named = named_samples(profile);
    let number = |number: Option<f64>| number.map_or(String::new(), |number| number.to_string());
    let mut credits = credit::attributions(subject.atlas, &[subject.feature]);
    credits.extend(subject.grid_credit.map(str::to_owned));
    let licences = credit::licences(subject.atlas, &[subject.feature]).join(BETWEEN);
    let credits = credits.join(BETWEEN);
    for (index, sample) in profile.samples.iter().enumerate() {
        let part = &profile.course.parts[sample.step.part];
        let [lon, lat] = sample.step.lon_lat.map(degrees);
        let names: Vec<&str> =
            named.iter().filter(|(at, _)| *at == index).map(|(_, name)| *name).collect();
        writer.write_record([
            &km(sample.step.distance_km).to_string(),
            &number(sample.elevation_m.map(metres)),
            &lon.to_string(),
            &lat.to_string(),
            &part.quality,
            &number(part.accuracy_km),
            &super::csv::harmless(&names.join(" | ")),
            subject.feature.id(),
            subject.grid,
            &credits,
            &licences,
            &subject.address,
        ])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// The index of the nearest sample of each landmark, with its name.
fn named_samples(profile: &Profile) -> Vec<(usize, &str)> {
    let nearest = |(landmark, _): &'_ (Landmark, Option<f64>)| {
        let off = |sample: &Sample| (sample.step.distance_km - landmark.distance_km).abs();
        let samples = profile.samples.iter().enumerate();
        let (index, _) = samples.min_by(|(_, a), (_, b)| off(a).total_cmp(&off(b)))?;
        Some(index)
    };
    profile
        .landmarks
        .iter()
        .filter_map(|named| Some((nearest(named)?, named.0.name.as_str())))
        .collect()
}

fn km(km: f64) -> f64 {
    (km * 100.0).round() / 100.0
}

/// Whole metres; no minus before zero.
fn metres(metres: f64) -> f64 {
    metres.round() + 0.0
}

fn degrees(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}
