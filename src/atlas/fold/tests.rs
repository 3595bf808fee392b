use super::*;
use crate::atlas::date::Date;
use crate::atlas::source::Source;

fn claim(status: Status, phase: u32, date: &str) -> Claim {
    Claim {
        kind: "test".into(),
        group: Some(Group { status, phase }),
        date: Date::parse(date).expect(date),
        planned: false,
        stated_on: None,
        user: None,
        source: None,
        unverified: true,
        preferred: true,
    }
}

fn plan(status: Status, date: &str, stated_on: &str) -> Claim {
    Claim {
        planned: true,
        preferred: false,
        stated_on: Some(Date::parse(stated_on).expect(stated_on)),
        ..claim(status, 1, date)
    }
}

fn day(text: &str) -> Day {
    Date::parse(text).expect(text).earliest()
}

fn folded(claims: &[Claim], known: &str) -> Vec<(String, String, bool)> {
    fold(claims, &Sources::new(), day(known))
        .into_iter()
        .map(|period| {
            (period.group.status.to_string(), period.start.earliest.to_string(), period.planned)
        })
        .collect()
}

fn period(status: &str, from: &str, planned: bool) -> (String, String, bool) {
    (status.to_owned(), from.to_owned(), planned)
}

#[test]
fn claims_of_one_day_take_the_life_cycle_order() {
    let claims = [
        claim(Status::Operating, 1, "2005"),
        claim(Status::Proposed, 1, "2005"),
        claim(Status::Construction, 1, "2005-01-01"),
    ];
    let words: Vec<String> =
        folded(&claims, "2026-11-24").into_iter().map(|(word, _, _)| word).collect();
    assert_eq!(words, ["proposed", "construction", "operating"]);
}

#[test]
fn the_preferred_claim_gives_the_date_once_it_is_known() {
    let mut late = claim(Status::Operating, 1, "2005-12-15");
    late.stated_on = Some(Date::parse("2010").expect("a date"));
    let mut early = claim(Status::Operating, 1, "2005-11-16");
    early.preferred = false;
    let claims = [late, early];
    assert_eq!(folded(&claims, "2006-01-01"), [period("operating", "2005-11-16", false)]);
    assert_eq!(folded(&claims, "2011-01-01"), [period("operating", "2005-12-15", false)]);
}

#[test]
fn of_two_plans_the_one_known_last_counts_and_none_begins_before_tomorrow() {
    let claims = [
        claim(Status::Construction, 1, "2020"),
        plan(Status::Operating, "2028", "2021"),
        plan(Status::Operating, "2026", "2024"),
    ];
    assert_eq!(
        folded(&claims, "2026-11-24"),
        [period("construction", "2020-01-01", false), period("operating", "2026-11-25", true)]
    );
    assert_eq!(
        folded(&claims, "2023-01-01"),
        [period("construction", "2020-01-01", false), period("operating", "2028-01-01", true)]
    );
}

#[test]
fn a_plan_from_an_undated_source_is_never_known() {
    let mut claims =
        [claim(Status::Construction, 1, "2020"), plan(Status::Operating, "2030", "2021")];
    claims[1].stated_on = None;
    claims[1].source = Some("undated".into());
    let source = Source { id: "undated".into(), issued: None, csl: serde_json::Value::Null };
    let sources = Sources::from([("undated".to_owned(), source)]);
    assert_eq!(fold(&claims, &sources, day("2026-11-24")).len(), 1);
}

#[test]
fn a_life_ends_with_the_terminal_status_it_ends_in() {
    let mut claims = vec![
        claim(Status::Operating, 1, "1995"),
        claim(Status::Closed, 1, "2002"),
        claim(Status::Operating, 2, "2010"),
    ];
    let open = lifetime(&fold(&claims, &Sources::new(), day("2026-11-24"))).expect("a life");
    assert_eq!((open.from, open.until), (day("1995-01-01"), Day::END));
    claims.push(claim(Status::Closed, 2, "2014-06-03"));
    let over = lifetime(&fold(&claims, &Sources::new(), day("2026-11-24"))).expect("a life");
    assert_eq!(over.until, day("2014-06-03"));
}

#[test]
fn users_come_in_the_order_of_their_claims() {
    let mut american = claim(Status::Operating, 1, "2001-12-16");
    american.user = Some("US".into());
    let mut french = claim(Status::Operating, 1, "2002-02");
    french.user = Some("FR".into());
    french.preferred = false;
    let periods = fold(&[french, american], &Sources::new(), day("2026-11-24"));
    assert_eq!(periods[0].users_on(day("2002-01-01")), ["US"]);
    assert_eq!(periods[0].users_on(day("2002-02-01")), ["US", "FR"]);
}
