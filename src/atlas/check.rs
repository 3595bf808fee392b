//! The rules of the data, one function a rule.

use std::collections::BTreeMap;

use geo::algorithm::validation::Validation;
use geo::{CoordsIter, Geometry};
use serde_json::{Map, Value};

use crate::atlas::claim::{Claim, Group};
use crate::atlas::conform::in_range;
use crate::atlas::crossing;
use crate::atlas::finding::{Fault, Path};
use crate::atlas::source::Sources;
use crate::atlas::status::Status;

/// What names no source says so, and what says so names none.
#[must_use]
pub fn unsourced_is_marked(record: &Map<String, Value>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for list in ["claims", "actors"] {
        let elements = record.get(list).and_then(Value::as_array);
        for (index, element) in elements.into_iter().flatten().enumerate() {
            faults.extend(marked(element, &Path::default().key(list).index(index)));
        }
    }
    let quantities = record.get("quantities").and_then(Value::as_object);
    for (key, values) in quantities.into_iter().flatten() {
        for (index, element) in values.as_array().into_iter().flatten().enumerate() {
            let at = Path::default().key("quantities").key(key).index(index);
            faults.extend(marked(element, &at));
        }
    }
    faults
}

fn marked(element: &Value, at: &Path) -> Option<Fault> {
    let sourced = element.get("source").is_some();
    let unverified = element.get("unverified").and_then(Value::as_bool) == Some(true);
    if sourced == unverified {
        let reason = if sourced {
            "has a source and is marked unverified; only one can be"
        } else {
            "names no source and is not marked unverified"
        };
        return Some(Fault::at(at.clone(), reason));
    }
    None
}

/// A claim has both a status and a phase, or neither.
#[must_use]
pub fn status_goes_with_phase(claims: &[Value]) -> Vec<Fault> {
    claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.get("status").is_some() != claim.get("phase").is_some())
        .map(|(index, _)| {
            Fault::at(claim_at(index), "has only one of status and phase; both go together")
        })
        .collect()
}

/// Among the actual claims of one (status, phase) exactly one is preferred.
#[must_use]
pub fn one_is_preferred(claims: &[Claim]) -> Vec<Fault> {
    let mut groups: BTreeMap<Group, (usize, usize)> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        if let (Some(group), false) = (claim.group, claim.planned) {
            let (count, _) = groups.entry(group).or_insert((0, index));
            *count += usize::from(claim.preferred);
        }
    }
    groups
        .into_iter()
        .filter(|(_, (count, _))| *count != 1)
        .map(|(group, (count, first))| {
            let Group { status, phase } = group;
            let reason = format!(
                "of the actual claims of {status} {phase}, {count} are preferred; exactly one must be"
            );
            Fault::at(claim_at(first), reason)
        })
        .collect()
}

/// No status runs backwards in a phase. Construction may follow operating where a later phase of
/// operating, planned or actual, marks a rebuilding; what was shelved may be taken up again; a
/// report may come at any time.
#[must_use]
pub fn status_runs_forward(claims: &[Claim]) -> Vec<Fault> {
    let mut starts: Vec<(usize, &Claim, Group)> = claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.preferred && !claim.planned)
        .filter_map(|(index, claim)| Some((index, claim, claim.group?)))
        .collect();
    starts.sort_by_key(|(_, claim, group)| (claim.date.earliest(), *group));
    let rebuilt_after = |phase: u32| {
        let operating = |group: Group| group.status == Status::Operating && group.phase > phase;
        claims.iter().any(|claim| claim.group.is_some_and(operating))
    };
    let mut faults = Vec::new();
    for (position, (index, _, group)) in starts.iter().enumerate() {
        let Group { status, phase } = *group;
        let before = starts[..position].iter().rev().find(|(_, _, past)| past.phase == phase);
        let Some((_, _, past)) = before.filter(|(_, _, past)| past.status > status) else {
            continue;
        };
        let rebuilding = status == Status::Construction && rebuilt_after(phase);
        let taken_up = past.status == Status::Shelved || status == Status::Reported;
        if !taken_up && !rebuilding {
            let reason = format!(
                "{status} {phase} begins after {} {phase}; a repeat needs the next phase, and a \
                 rebuilding a later phase of operating",
                past.status
            );
            faults.push(Fault::at(claim_at(*index), reason));
        }
    }
    faults
}

/// A claim about what happened is not older than the source that tells it. A law is exempt: it
/// names the day on which it takes effect.
#[must_use]
pub fn source_is_not_older(claims: &[Claim], sources: &Sources) -> Vec<Fault> {
    claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| !claim.planned)
        .filter_map(|(index, claim)| {
            let key = claim.source.as_ref()?;
            let source = sources.get(key).filter(|s| s.text("type") != Some("legislation"))?;
            let issued = source.issued.as_ref()?;
            (issued.latest() < claim.date.earliest()).then(|| {
                let reason = format!(
                    "'{}' lies after its source {key} of {}; an intention is marked planned",
                    claim.date.text(),
                    issued.text()
                );
                Fault::at(claim_at(index).key("date"), reason)
            })
        })
        .collect()
}

/// Positions from which on a geometry is not held to all rules, which compares each side with every
/// other: a country of 200,000 would take minutes. Its rings are still held not to cross themselves.
const MANY_POSITIONS: usize = 500;

/// A geometry is in range, has a length or an area, and is valid by the Simple Features rules.
#[must_use]
pub fn geometry(geometry: &Geometry<f64>) -> Vec<Fault> {
    let at = Path::default();
    if geometry.coords_iter().any(|place| !in_range(place.x, place.y)) {
        return vec![Fault::at(at, "has a position outside -180..180, -90..90 degrees")];
    }
    let flat = match geometry {
        Geometry::LineString(line) => is_flat(line),
        Geometry::MultiLineString(lines) => lines.0.is_empty() || lines.0.iter().any(is_flat),
        _ => false,
    };
    if flat {
        return vec![Fault::at(at, "has a line of no length")];
    }
    if geometry.coords_count() > MANY_POSITIONS {
        let place = crossing::of(geometry);
        let told =
            |at: geo::Coord<f64>| format!("is not valid: a ring meets itself at {} {}", at.x, at.y);
        return place.map(|place| Fault::at(at, told(place))).into_iter().collect();
    }
    match geometry.check_validation() {
        Ok(()) => Vec::new(),
        Err(error) => vec![Fault::at(at, format!("is not valid: {error}"))],
    }
}

fn is_flat(line: &geo::LineString<f64>) -> bool {
    line.0.windows(2).all(|pair| pair[0] == pair[1])
}

/// A multi-line whose parts are described has one description a line.
#[must_use]
pub fn parts_match_lines(geometry: &Geometry<f64>, record: &Map<String, Value>) -> Option<Fault> {
    let Geometry::MultiLineString(lines) = geometry else {
        return None;
    };
    let parts = record.get("position")?.get("parts")?.as_array()?.len();
    (parts != lines.0.len()).then(|| {
        let reason =
            format!("describes {parts} parts, but the geometry has {} lines", lines.0.len());
        Fault::at(Path::default().key("position").key("parts"), reason)
    })
}

/// No two sources are the same publication.
#[must_use]
pub fn no_source_twice(sources: &Sources) -> Vec<(String, String)> {
    let mut seen: BTreeMap<(&str, &str, String), &str> = BTreeMap::new();
    let mut twice = Vec::new();
    for source in sources.values() {
        let (Some(title), Some(url)) = (source.text("title"), source.text("URL")) else {
            continue;
        };
        let issued = source.issued.as_ref().map(|date| date.text().to_owned()).unwrap_or_default();
        if let Some(first) = seen.insert((title, url, issued), &source.id) {
            twice.push((source.id.clone(), format!("is the same publication as {first}")));
        }
    }
    twice
}

/// Every related id leads to a feature.
#[must_use]
pub fn related_exist(record: &Map<String, Value>, is_there: &dyn Fn(&str) -> bool) -> Vec<Fault> {
    let related = record.get("related").and_then(Value::as_array);
    related
        .into_iter()
        .flatten()
        .enumerate()
        .filter_map(|(index, id)| Some((index, id.as_str()?)))
        .filter(|(_, id)| !is_there(id))
        .map(|(index, id)| {
            let at = Path::default().key("related").index(index);
            Fault::at(at, format!("no feature has the id '{id}'"))
        })
        .collect()
}

fn claim_at(index: usize) -> Path {
    Path::default().key("claims").index(index)
}
