//! Random claims, and questions in every form of `datetime`, with their days worked out by the
//! calendar alone.

use jiff::civil::date;
use proptest::prelude::*;

use super::naive::{LIFE_CYCLE, Said, Typed};

/// A question: `datetime` and the days it covers, both included.
#[derive(Debug, Clone)]
pub struct Asked {
    pub text: String,
    pub first: i32,
    pub last: i32,
}

/// A feature's claims; every (status, phase) with an actual claim has one preferred.
pub fn claims() -> impl Strategy<Value = Vec<Said>> {
    let some = prop::collection::vec((claim(), any::<u8>()), 1..8);
    some.prop_map(|drawn| {
        let (mut claims, weights): (Vec<Said>, Vec<u8>) = drawn.into_iter().unzip();
        claims[0].group.get_or_insert((4, 1));
        for index in 0..claims.len() {
            let rivals = (0..claims.len()).filter(|other| {
                !claims[*other].planned && claims[*other].group == claims[index].group
            });
            let heaviest = rivals.max_by_key(|other| (weights[*other], *other));
            claims[index].preferred = heaviest == Some(index);
        }
        claims
    })
}

fn claim() -> impl Strategy<Value = Said> {
    let group = prop::option::weighted(0.9, (0..LIFE_CYCLE.len(), 1..3_u32));
    let source = prop::option::of(prop::option::weighted(0.8, closed_date()));
    let stated_on = prop::option::weighted(0.3, closed_date());
    let user = prop::option::of(prop::sample::select(vec!["US", "FR", "RU"]));
    (group, typed(), any::<bool>(), stated_on, source, user).prop_map(
        |(group, date, planned, stated_on, source, user)| Said {
            group,
            date,
            planned,
            stated_on,
            source,
            user,
            preferred: false,
        },
    )
}

/// A date of any precision, open ones included.
fn typed() -> impl Strategy<Value = Typed> {
    let open_end = closed_date().prop_map(|from| Typed {
        text: format!("{}/..", from.text),
        earliest: from.earliest,
        latest: i32::MAX,
    });
    let open_start = closed_date().prop_map(|until| Typed {
        text: format!("../{}", until.text),
        earliest: -i32::MAX,
        latest: until.latest,
    });
    let marked = (closed_date(), prop::sample::select(vec!["~", "?", "%"]))
        .prop_map(|(date, mark)| Typed { text: format!("{}{mark}", date.text), ..date });
    let decade = (0..2_i16).prop_map(|tens| Typed {
        text: format!("20{tens}X"),
        earliest: number(2000 + 10 * tens, 1, 1),
        latest: number(2009 + 10 * tens, 12, 31),
    });
    let interval = (closed_date(), closed_date())
        .prop_filter("runs forward", |(from, until)| from.latest <= until.earliest)
        .prop_map(|(from, until)| Typed {
            text: format!("{}/{}", from.text, until.text),
            earliest: from.earliest,
            latest: until.latest,
        });
    prop_oneof![
        8 => closed_date(),
        2 => marked,
        1 => season(),
        1 => decade,
        1 => interval,
        1 => open_end,
        1 => open_start,
    ]
}

/// EDTF counts 21 spring from March, 22 summer, 23 autumn, 24 winter from December.
fn season() -> impl Strategy<Value = Typed> {
    (1996..2019_i16, 21..25_i8).prop_map(|(year, season)| {
        let first = (season - 20) * 3;
        let (last_year, last) = if first == 12 { (year + 1, 2) } else { (year, first + 2) };
        Typed {
            text: format!("{year}-{season}"),
            earliest: number(year, first, 1),
            latest: last_of_month(last_year, last),
        }
    })
}

/// A day, a month or a year.
fn closed_date() -> impl Strategy<Value = Typed> {
    prop_oneof![calendar_day(), month(), year()]
}

fn calendar_day() -> impl Strategy<Value = Typed> {
    (1996..2019_i16, 1..13_i8, 1..29_i8).prop_map(|(year, month, day)| Typed {
        text: format!("{year}-{month:02}-{day:02}"),
        earliest: number(year, month, day),
        latest: number(year, month, day),
    })
}

fn month() -> impl Strategy<Value = Typed> {
    (1996..2019_i16, 1..13_i8).prop_map(|(year, month)| Typed {
        text: format!("{year}-{month:02}"),
        earliest: number(year, month, 1),
        latest: last_of_month(year, month),
    })
}

fn year() -> impl Strategy<Value = Typed> {
    (1996..2019_i16).prop_map(|year| Typed {
        text: format!("{year}"),
        earliest: number(year, 1, 1),
        latest: number(year, 12, 31),
    })
}

/// A question in one of the forms that `datetime` takes.
pub fn asked() -> impl Strategy<Value = Asked> {
    let single = closed_date().prop_map(|date| Asked {
        text: date.text,
        first: date.earliest,
        last: date.latest,
    });
    let instant = (calendar_day(), 0..24_u8).prop_map(|(date, hour)| Asked {
        text: format!("{}T{hour:02}:59:59Z", date.text),
        first: date.earliest,
        last: date.latest,
    });
    let closed = (closed_date(), closed_date())
        .prop_filter("runs forward", |(from, until)| from.earliest <= until.latest)
        .prop_map(|(from, until)| Asked {
            text: format!("{}/{}", from.text, until.text),
            first: from.earliest,
            last: until.latest,
        });
    let dots = prop::sample::select(vec!["..", ""]);
    let from = (closed_date(), dots.clone()).prop_map(|(from, dots)| Asked {
        text: format!("{}/{dots}", from.text),
        first: from.earliest,
        last: i32::MAX,
    });
    let until = (closed_date(), dots).prop_map(|(until, dots)| Asked {
        text: format!("{dots}/{}", until.text),
        first: -i32::MAX,
        last: until.latest,
    });
    prop_oneof![4 => single, 1 => instant, 2 => closed, 1 => from, 1 => until]
}

/// A day up to today, and its number.
pub fn as_of() -> impl Strategy<Value = Typed> {
    calendar_day()
}

fn number(year: i16, month: i8, day: i8) -> i32 {
    let since = date(year, month, day) - date(1970, 1, 1);
    since.get_days()
}

fn last_of_month(year: i16, month: i8) -> i32 {
    number(year, month, date(year, month, 1).days_in_month())
}
