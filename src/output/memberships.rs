//! Memberships: who belonged to what, for a map that shades countries on any day.
//!
//! Days are counted from 1970-01-01 and spans half-open; an open end is 2147483647.

use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::atlas::membership::{Membership, Organisation};

/// The memberships of an atlas as known on a day, with the sources they name.
#[must_use]
pub fn memberships(atlas: &Atlas, known: Day) -> Value {
    let mut rows = Vec::new();
    let mut sources = Map::new();
    for organisation in atlas.memberships() {
        for membership in organisation.memberships(atlas.sources(), known) {
            if let Some(source) = membership.source.and_then(|key| atlas.sources().get(key)) {
                sources.insert(source.id.clone(), source.csl.clone());
            }
            rows.push(row(organisation, &membership));
        }
    }
    let organisations: Vec<Value> =
        atlas.memberships().iter().map(|o| json!({"id": o.id, "name": o.name})).collect();
    json!({
        "version": atlas.version(),
        "organisations": organisations,
        "memberships": rows,
        "sources": sources,
    })
}

fn row(organisation: &Organisation, membership: &Membership<'_>) -> Value {
    let end = |day: Option<Day>| day.unwrap_or(Day::END).number();
    json!({
        "organisation": organisation.id,
        "country": membership.country,
        "standing": membership.standing,
        "rank": membership.rank.as_str(),
        "from": membership.start.earliest.number(),
        "certain_from": membership.start.latest.number(),
        "certain_until": end(membership.end.map(|end| end.earliest)),
        "until": end(membership.end.map(|end| end.latest)),
        "source": membership.source,
    })
}
