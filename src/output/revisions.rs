//! Revisions as JSON, CSV, GeoJSON and a feed.

use serde_json::{Map, Value, json};

use super::atom::{self, Entry, Feed};
use super::credit::citations;
use super::csv::table;
use super::licence::BETWEEN;
use super::{Comparison, credit};
use crate::atlas::Atlas;
use crate::atlas::claim::Group;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::store::State;
use crate::store::revisions::{Kind, Revised, Revision, Side, Start};

/// Revisions with the two days they lie between.
pub struct Learnt<'a> {
    /// What is known otherwise.
    pub revised: Vec<Revised<'a>>,
    /// The first day as of which the atlas is read.
    pub from: Day,
    /// The second one.
    pub to: Day,
}

impl Comparison for Learnt<'_> {
    fn document(&self, atlas: &Atlas) -> Value {
        let features: Vec<Value> =
            rows(self).map(|(side, revised)| Value::Object(entry(side, revised))).collect();
        json!({
            "version": atlas.version(),
            "from": self.from.to_string(),
            "to": self.to.to_string(),
            "counts": counts(self),
            "features": features,
        })
    }

    fn csv(&self, atlas: &Atlas, asked: &credit::Asked) -> Result<Vec<u8>, ::csv::Error> {
        let citation = credit::citation(atlas, asked);
        let rows = rows(self).flat_map(|(side, revised)| {
            let sources = citations(atlas, side.feature, Some(self.to)).join(" | ");
            let credits = [sources, citation.clone()];
            let values = |revision| [values(side, revision), credits.to_vec()].concat();
            revised.revisions.iter().map(values).collect::<Vec<_>>()
        });
        table(COLUMNS, rows)
    }

    fn geojson(&self, atlas: &Atlas, asked: &credit::Asked) -> String {
        let features = rows(self).map(|(side, revised)| {
            let mut properties = entry(side, revised);
            properties.shift_remove("id");
            properties.insert("quality".to_owned(), json!(side.feature.quality()));
            let [licences, credits] =
                [credit::licences, credit::attributions].map(|of| of(atlas, &[side.feature]));
            properties.insert("licence".to_owned(), json!(licences.join(BETWEEN)));
            properties.insert("attribution".to_owned(), json!(credits.join(BETWEEN)));
            credit::feature(side.feature, &properties)
        });
        let features: Vec<String> = features.collect();
        let revised: Vec<&Feature> = rows(self).map(|(side, _)| side.feature).collect();
        let further = Map::from_iter([("counts".to_owned(), json!(counts(self)))]);
        credit::collection(atlas, asked, &revised, (&further, &features))
    }

    fn feed(&self, atlas: &Atlas, asked: &credit::Asked, base: &str) -> Feed {
        let told = rows(self).flat_map(|(side, revised)| {
            revised.revisions.iter().map(|revision| told(side.feature, revision, base))
        });
        atom::feed(atlas, asked, base, (told.collect(), self.to))
    }
}

fn rows<'a>(learnt: &'a Learnt<'_>) -> impl Iterator<Item = (&'a Side<'a>, &'a Revised<'a>)> {
    learnt.revised.iter().filter_map(|revised| Some((revised.side()?, revised)))
}

/// Revisions of each kind.
fn counts(learnt: &Learnt<'_>) -> Map<String, Value> {
    let all = || learnt.revised.iter().flat_map(|revised| &revised.revisions);
    let count = |kind: Kind| all().filter(|revision| revision.kind == kind).count();
    Kind::ALL.iter().map(|kind| (kind.as_str().to_owned(), json!(count(*kind)))).collect()
}

pub(super) fn entry(side: &Side<'_>, revised: &Revised<'_>) -> Map<String, Value> {
    let feature = side.feature;
    let revisions: Vec<Value> =
        revised.revisions.iter().map(|revision| revision_json(feature, revision)).collect();
    let mut members = Map::from_iter([
        ("id".to_owned(), json!(feature.id())),
        ("layer".to_owned(), json!(side.layer)),
        ("category".to_owned(), json!(feature.category())),
        ("name".to_owned(), json!(feature.name())),
        ("before".to_owned(), json!(revised.before.as_ref().map(|side| state_json(&side.state)))),
        ("after".to_owned(), json!(revised.after.as_ref().map(|side| state_json(&side.state)))),
        ("revisions".to_owned(), json!(revisions)),
    ]);
    if !revised.members.is_empty() {
        members.insert("members".to_owned(), json!(revised.members));
    }
    members
}

fn state_json(state: &State) -> Value {
    json!({
        "status": state.status,
        "status_since": state.since,
        "status_certainty": state.status.map(|_| if state.certain { "certain" } else { "possible" }),
        "status_planned": state.planned,
    })
}

fn revision_json(feature: &Feature, revision: &Revision) -> Value {
    json!({
        "status": status(feature, revision.group),
        "phase": revision.group.phase,
        "kind": revision.kind.as_str(),
        "before": revision.before.as_ref().map(start_json),
        "after": revision.after.as_ref().map(start_json),
        "known_on": revision.known_on.to_string(),
    })
}

fn start_json(start: &Start) -> Value {
    json!({"date": start.date, "planned": start.planned, "user": start.users, "source": start.source})
}

/// Events have no status of their own.
pub(super) const fn status(feature: &Feature, group: Group) -> &'static str {
    if feature.is_event() { "held" } else { group.status.as_str() }
}

const COLUMNS: &[&str] = &[
    "id",
    "layer",
    "category",
    "name",
    "status",
    "phase",
    "revision",
    "known_on",
    "date_before",
    "planned_before",
    "user_before",
    "source_before",
    "date_after",
    "planned_after",
    "user_after",
    "source_after",
    "sources",
    "citation",
];

fn values(side: &Side<'_>, revision: &Revision) -> Vec<String> {
    let feature = side.feature;
    let told = |start: Option<&Start>| {
        let start = start.cloned();
        let planned = start.as_ref().map(|start| start.planned.to_string()).unwrap_or_default();
        let (date, users, source) =
            start.map(|start| (start.date, start.users, start.source)).unwrap_or_default();
        [date, planned, users.join(" "), source.unwrap_or_default()]
    };
    let about = [
        feature.id().to_owned(),
        side.layer.to_owned(),
        feature.category().to_owned(),
        feature.name().get("en").unwrap_or_default().to_owned(),
        status(feature, revision.group).to_owned(),
        revision.group.phase.to_string(),
        revision.kind.as_str().to_owned(),
        revision.known_on.to_string(),
    ];
    let [before, after] = [&revision.before, &revision.after].map(|start| told(start.as_ref()));
    about.into_iter().chain(before).chain(after).collect()
}

fn told(feature: &Feature, revision: &Revision, base: &str) -> Entry {
    let status = status(feature, revision.group);
    let [was, is] = [&revision.before, &revision.after]
        .map(|start| start.as_ref().map(|start| start.date.clone()).unwrap_or_default());
    let planned = revision.after.as_ref().is_some_and(|after| after.planned);
    let title = match revision.kind {
        Kind::Announced => format!("{status} planned for {is}"),
        Kind::Happened => format!("{status} since {is}, planned for {was}"),
        Kind::Learnt => format!("{status} since {is}"),
        Kind::Revised if planned => format!("{status} planned for {is}, earlier for {was}"),
        Kind::Revised => format!("{status} since {is}, earlier dated {was}"),
        Kind::Dropped => format!("{status} no longer expected for {was}"),
    };
    let Group { phase, .. } = revision.group;
    Entry {
        key: format!("{}|{status}|{phase}|{}|{was}|{is}", feature.id(), revision.kind.as_str()),
        title: format!("{}: {title}", atom::short_name(feature)),
        summary: format!("Known on {}. {}", revision.known_on, atom::summary(feature)),
        updated: revision.known_on,
        page: atom::page(base, feature),
        categories: vec![revision.kind.as_str(), status],
    }
}
