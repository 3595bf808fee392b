//! What a record says of time: how it stands today, its periods, plans and outcomes, and its claims.

use std::cmp::Reverse;

use maud::{Markup, html};

use crate::atlas::Atlas;
use crate::atlas::claim::Claim;
use crate::atlas::day::Day;
use crate::atlas::fold::Period;
use crate::atlas::outcome::{Outcome, outcomes};
use crate::atlas::promise::end_in;
use crate::atlas::status::Status;
use crate::pages::country::country;
use crate::pages::member::{self, Members};
use crate::pages::record::Record;
use crate::pages::sources::reference;
use crate::pages::words::{self, said};

/// The word for a status as people see it.
#[must_use]
pub fn status_name<'a>(atlas: &'a Atlas, status: &'a str) -> &'a str {
    let entry = atlas.vocabulary().statuses.iter().find(|entry| entry.id == status);
    entry.and_then(|entry| entry.name.get("en")).map_or(status, String::as_str)
}

/// The same for what holds on a day; events are held or planned.
#[must_use]
pub fn state_name(atlas: &Atlas, status: &str) -> String {
    match status {
        "held" => said("feature.held", &[]),
        "planned" => said("feature.toCome", &[]),
        other => status_name(atlas, other).to_owned(),
    }
}

/// How it stands on the day, since when, and who says so.
pub fn status(record: &Record<'_>) -> Markup {
    let state = record.state;
    let standing = record.life.standing(record.day).map(|standing| standing.period);
    let period = standing.or_else(|| record.life.periods.first());
    let properties = &record.properties;
    html! {
        div.status {
            p.now {
                @match state.status {
                    Some(status) => {
                        strong { (state_name(record.atlas, status)) }
                        @if let Some(since) = &state.since {
                            " " @if record.feature.is_event() { (words::date(since)) }
                            @else { (said("feature.since", &[("date", &words::date(since))])) }
                        }
                    }
                    None if record.feature.is_undated() => { strong { "No date on record" } }
                    None => {
                        strong { (said("feature.none", &[("day", &words::day(record.day))])) }
                    }
                }
                @if let Some(period) = period { (reference(record, period.source.as_deref())) }
            }
            @if !record.feature.is_event() {
                @if state.planned { p.aside { (said("feature.planned", &[])) } }
                @if state.status.is_some() && !state.certain {
                    p.aside { (said("feature.possible", &[])) }
                }
            }
            @for user in &state.users {
                p.aside { (said("feature.userOne", &[("country", country(user))])) }
            }
            @if member::is_set(properties, "reported_only") {
                p.aside { (said("feature.reportedOnly", &[])) }
            }
            @if record.feature.disputed() { p.aside { (said("feature.disputed", &[])) } }
            (told_of(record))
        }
    }
}

/// Which day the page tells of, and the way to today where it is another.
fn told_of(record: &Record<'_>) -> Markup {
    let lead = match (record.day > record.known, record.as_of()) {
        (false, _) => "As it stood on ",
        (true, None) => "As it is to stand on ",
        (true, Some(_)) => "As it was to stand on ",
    };
    html! {
        p.aside {
            (lead)
            (words::day(record.day))
            @if let Some(known) = record.as_of() { ", as known on " (words::day(known)) }
            "."
            @if record.day != record.today || record.as_of().is_some() {
                " " a href=(record.links.record(record.feature.id())) { "The record today" }
            }
        }
    }
}

/// All periods, each up to the beginning of the next.
pub fn periods(record: &Record<'_>) -> Markup {
    let periods = &record.life.periods;
    html! {
        @if !record.feature.is_event() && !periods.is_empty() {
            section {
                h2 { "Periods" }
                table {
                    thead { tr { th scope="col" { "Status" } th scope="col" { "From" }
                        th scope="col" { "Until" } th scope="col" { "Source of its start" } } }
                    tbody {
                        @for (place, period) in periods.iter().enumerate() {
                            tr { (period_cells(record, period, periods.get(place + 1))) }
                        }
                    }
                }
            }
        }
    }
}

fn period_cells(record: &Record<'_>, period: &Period, next: Option<&Period>) -> Markup {
    let users: Vec<&str> = period.users_on(Day::END).into_iter().map(country).collect();
    html! {
        th scope="row" {
            (status_name(record.atlas, period.group.status.as_str()))
            @if period.planned { " " span.planned { "planned" } }
            @if !users.is_empty() { " " span.note { "used by " (users.join(", ")) } }
        }
        td { (start(period)) }
        td { @if let Some(next) = next { (start(next)) } @else { "open" } }
        td { (reference(record, period.source.as_deref())) }
    }
}

fn start(period: &Period) -> String {
    let since = Some(&period.since).filter(|since| !since.is_empty());
    since.map_or_else(|| said("date.unknown", &[]), |since| words::date(since))
}

/// What was promised, when it was said, and what came of it.
pub fn plans(record: &Record<'_>) -> Markup {
    let status = record.life.standing(record.known).map(|standing| standing.period.group.status);
    let (over, end) = (status.is_some_and(Status::is_terminal), end_in(status));
    let sources = record.atlas.sources();
    let mut all = outcomes(record.feature.claims(), sources, record.known, over);
    // The opening first: it is what a reader asks about.
    all.sort_by_key(|outcome| outcome.group.status != Status::Operating);
    html! {
        @if !all.is_empty() {
            section {
                h2 { (said("feature.outcome.title", &[])) }
                @for outcome in &all { (plan(record, outcome, end)) }
            }
        }
    }
}

fn plan(record: &Record<'_>, outcome: &Outcome, end: Option<Status>) -> Markup {
    let status = outcome.group.status.as_str();
    let name = status_name(record.atlas, status);
    let again = (outcome.group.phase > 1)
        .then(|| said("feature.outcome.again", &[("phase", &outcome.group.phase.to_string())]));
    let is_overdue = outcome.overdue_days.is_some() && end.is_none();
    let is_missed = outcome.delay_days.is_some_and(|days| days > 0) || is_overdue;
    let ended = end.map(|end| status_name(record.atlas, end.as_str()).to_lowercase());
    html! {
        h3 {
            (name) @if let Some(again) = &again { " " (again) } ": "
            span.marked[is_missed] { (verdict(outcome, ended)) }
        }
        ul.rows {
            @for plan in &outcome.plans {
                li {
                    (keyed("promise", status, &[("date", &words::date(&plan.date.text)), ("status", name)]))
                    ", " (said("feature.said", &[("date", &words::day(plan.known))]))
                    (reference(record, plan.date.source.as_deref()))
                }
            }
            @if let Some(actual) = &outcome.actual {
                li {
                    strong { (words::capital(&keyed("done", status, &[]))) } " " (words::date(&actual.text))
                    (reference(record, actual.source.as_deref()))
                }
            }
        }
    }
}

/// The words for a status, or those for any other one.
fn keyed(group: &str, status: &str, values: &[(&str, &str)]) -> String {
    let key = format!("feature.outcome.{group}.{status}");
    let any = format!("feature.outcome.{group}.any");
    said(if words::known(&key).is_some() { &key } else { &any }, values)
}

/// `on time`, `244 days late`, `overdue by 3 years`, `not due yet`; `shelved` where that is the end of it.
fn verdict(outcome: &Outcome, ended: Option<String>) -> String {
    let late = |kind: &str, days: i64| {
        let (unit, count) = span(days.unsigned_abs());
        words::counted(&format!("feature.outcome.{kind}{unit}"), count)
    };
    let open = || match outcome.overdue_days {
        Some(days) => late("overdue", days),
        None => said("feature.outcome.due", &[]),
    };
    match (&outcome.actual, outcome.delay_days) {
        (Some(_), Some(days)) if days > 0 => late("late", days),
        (Some(_), Some(days)) if days < 0 => late("early", days),
        (Some(_), _) => said("feature.outcome.onTime", &[]),
        (None, _) => ended.unwrap_or_else(open),
    }
}

/// Days up to two years, then whole years of 365.2425 days.
const fn span(days: u64) -> (&'static str, u64) {
    if days * 10_000 < 2 * 3_652_425 {
        ("Days", days)
    } else {
        ("Years", days * 10_000 / 3_652_425)
    }
}

/// Every claim that was known, newest first; those a period begins with are marked.
pub fn claims(record: &Record<'_>) -> Markup {
    let authored = member::objects(&record.properties, "claims");
    let sources = record.atlas.sources();
    let is_known = |claim: &&Claim| record.as_of().is_none_or(|day| claim.is_known(sources, day));
    let mut claims: Vec<_> =
        record.feature.claims().iter().filter(is_known).zip(authored).collect();
    claims.sort_by_key(|(claim, _)| Reverse(claim.date.earliest()));
    html! {
        @if !claims.is_empty() {
            section {
                h2 { (said("feature.claims.title", &[])) small { (claims.len()) ", newest first" } }
                ul.claims {
                    @for (claim, authored) in claims {
                        li {
                            span.date { (words::date(claim.date.text())) }
                            div { (claim_text(record, claim, authored)) }
                        }
                    }
                }
            }
        }
    }
}

fn claim_text(record: &Record<'_>, claim: &Claim, authored: &Members) -> Markup {
    let kind = words::known(&format!("feature.claims.kind.{}", claim.kind));
    let kind = kind.map_or_else(|| said("feature.claims.reported", &[]), str::to_owned);
    let (text, reason) = member::text(authored, "note").map_or((String::new(), None), split_note);
    let text = if text.is_empty() { kind } else { text };
    let is_used = record.life.periods.iter().any(|period| begins(period, claim));
    html! {
        @if let Some(group) = claim.group {
            b { (status_name(record.atlas, group.status.as_str())) }
            @if claim.planned { " " span.planned { "planned" } }
            ". "
        } @else if claim.planned { span.planned { "planned" } " " }
        (text)
        @if let Some(user) = &claim.user {
            " (" (said("feature.claims.user", &[("country", country(user))])) ")"
        }
        @if is_used { " " span.marked { (said("feature.claims.used", &[])) } }
        (reference(record, claim.source.as_deref()))
        @if let Some(stated) = &claim.stated_on {
            span.note { ", " (said("feature.said", &[("date", &words::date(stated.text()))])) }
        }
        @if let Some(reason) = reason.filter(|_| is_used) {
            " " span.note { (said("feature.claims.why", &[("reason", reason)])) "." }
        }
    }
}

/// A note says what happened and, after `preferred`, why this claim is the one used.
fn split_note(note: &str) -> (String, Option<&str>) {
    let parted = note.split_once("; preferred").or_else(|| {
        let rest = note.strip_prefix("preferred")?;
        Some(("", rest))
    });
    match parted {
        Some((text, "")) => (words::capital(text), None),
        Some((text, rest)) if rest.starts_with(": ") => (words::capital(text), Some(&rest[2..])),
        _ => (words::capital(note), None),
    }
}

fn begins(period: &Period, claim: &Claim) -> bool {
    claim.group == Some(period.group)
        && period.since == claim.date.text()
        && period.planned == claim.planned
        && period.source == claim.source
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_parted_from_its_reason() {
        for (note, text, reason) in [
            ("opened; preferred: first oil", "Opened", Some("first oil")),
            ("preferred: by AP", "", Some("by AP")),
            ("opened; preferred", "Opened", None),
            ("preferred by many", "Preferred by many", None),
        ] {
            assert_eq!(split_note(note), (text.to_owned(), reason), "{note}");
        }
    }

    #[test]
    fn long_delays_are_told_in_years() {
        assert_eq!([span(244), span(730), span(731)], [("Days", 244), ("Days", 730), ("Years", 2)]);
    }
}
