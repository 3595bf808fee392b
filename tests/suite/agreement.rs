//! Items, files and tiles agree with a naive definition of filters: random moment, box and predicate over plain
//! features, the same ids everywhere.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use fast_mvt::{MvtReaderRef, MvtValue};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::app::{Site, encoded};
use crate::folder::Folder;
use crate::ids_in_files::{FORMS, ids};

type Ids = BTreeSet<String>;

/// A feature as the definition sees it; days are numbers of the form 20051215, which sort as days.
#[derive(Debug)]
struct Thing {
    id: String,
    name: Option<String>,
    size: Option<i64>,
    open: Option<bool>,
    start: Option<u32>,
    end: Option<u32>,
    tags: Vec<&'static str>,
    /// West, south, east and north: a point, a line to the east, or an area.
    place: [i32; 4],
}

const TAGS: [&str; 3] = ["a", "b", "c"];

/// Sixty features, the same in every run, with every combination of what is missing among them.
static THINGS: LazyLock<Vec<Thing>> = LazyLock::new(|| {
    let mut state = 1_u64;
    let mut random = |below: u64| {
        // Knuth, "The Art of Computer Programming", 3.3.4: MMIX.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    (0..60)
        .map(|index| {
            let mut day = |from: u64| {
                u32::try_from(
                    (from + random(15)) * 10_000 + 100 + 100 * random(12) + 1 + random(28),
                )
                .unwrap()
            };
            let (start, end) = (day(1990), day(2006));
            let start = (random(4) > 0).then_some(start);
            let west = i32::try_from(random(40)).unwrap() - 20;
            let length = if random(2) == 0 { 0 } else { 1 + i32::try_from(random(9)).unwrap() };
            Thing {
                id: format!("thing-{index}"),
                name: (random(5) > 0).then(|| ["ab", "ba", "Ä", "a_%"][random(4) as usize].into()),
                size: (random(5) > 0).then(|| random(9) as i64 - 4),
                open: (random(3) > 0).then(|| random(2) == 0),
                start,
                end: (random(3) > 0).then_some(end),
                tags: TAGS.into_iter().filter(|_| random(2) == 0).collect(),
                place: {
                    let south = i32::try_from(random(40)).unwrap() - 20;
                    let height = if length > 4 { 1 } else { 0 };
                    [west, south, west + length, south + height]
                },
            }
        })
        .collect()
});

fn written(day: u32) -> String {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

impl Thing {
    fn feature(&self) -> Value {
        let [west, south, east, north] = self.place;
        let geometry = if south < north {
            let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
            json!({"type": "Polygon", "coordinates": [ring]})
        } else if west < east {
            json!({"type": "LineString", "coordinates": [[west, south], [east, south]]})
        } else {
            json!({"type": "Point", "coordinates": [west, south]})
        };
        let properties = json!({
            "name": self.name, "size": self.size, "open": self.open, "tags": self.tags,
            "start": self.start.map(written), "end": self.end.map(written),
        });
        json!({"type": "Feature", "id": self.id, "properties": properties, "geometry": geometry})
    }

    fn lives(&self, [from, to]: [u32; 2]) -> bool {
        self.start.is_none_or(|start| start <= to) && self.end.is_none_or(|end| from <= end)
    }

    fn status(&self, day: u32) -> Option<&'static str> {
        if self.end.is_some_and(|end| end < day) {
            return Some("closed");
        }
        self.start.is_none_or(|start| start <= day).then_some("operating")
    }

    fn in_box(&self, [west, south, east, north]: [i32; 4]) -> bool {
        let [own_west, own_south, own_east, own_north] = self.place;
        own_west <= east && west <= own_east && own_south <= north && south <= own_north
    }
}

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let folder = Folder::empty();
    let features: Vec<Value> = THINGS.iter().map(Thing::feature).collect();
    let collection = json!({"type": "FeatureCollection", "features": features});
    folder.write("things.geojson", collection.to_string());
    Site::of(folder.path()).expect("a sound folder")
});

/// A small filter.
#[derive(Debug, Clone)]
enum Filter {
    Name(&'static str, &'static str),
    Like(&'static str),
    Size(&'static str, i64),
    Between(i64, i64),
    In(Vec<i64>),
    Open,
    NoSize,
    NoStart,
    Start(&'static str, u32),
    Lives(u32, u32),
    Inside([i32; 4]),
    Tagged(&'static str),
    Status(&'static str),
    Not(Box<Self>),
    Both(Box<Self>, Box<Self>),
    Either(Box<Self>, Box<Self>),
}

fn compared<T: PartialOrd>(left: &T, sign: &str, right: &T) -> bool {
    match sign {
        "=" => left == right,
        "<>" => left != right,
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        _ => left >= right,
    }
}

impl Filter {
    fn text(&self) -> String {
        match self {
            Self::Name(sign, name) => format!("name {sign} '{name}'"),
            Self::Like(pattern) => format!("name LIKE '{pattern}'"),
            Self::Size(sign, size) => format!("size {sign} {size}"),
            Self::Between(low, high) => format!("size BETWEEN {low} AND {high}"),
            Self::In(sizes) => {
                let sizes: Vec<String> = sizes.iter().map(i64::to_string).collect();
                format!("size IN ({})", sizes.join(","))
            }
            Self::Open => "\"open\"".into(),
            Self::NoSize => "size IS NULL".into(),
            Self::NoStart => "start IS NULL".into(),
            Self::Start(sign, day) => format!("start {sign} DATE('{}')", written(*day)),
            Self::Lives(from, to) => format!(
                "T_INTERSECTS(INTERVAL(start,end),INTERVAL('{}','{}'))",
                written(*from),
                written(*to)
            ),
            Self::Inside([west, south, east, north]) => {
                format!("S_INTERSECTS(geometry,BBOX({west},{south},{east},{north}))")
            }
            Self::Tagged(tag) => format!("A_CONTAINS(tags,('{tag}'))"),
            Self::Status(status) => format!("status = '{status}'"),
            Self::Not(inner) => format!("NOT ({})", inner.text()),
            Self::Both(left, right) => format!("({}) AND ({})", left.text(), right.text()),
            Self::Either(left, right) => format!("({}) OR ({})", left.text(), right.text()),
        }
    }

    /// True, false or unknown, as SQL has it.
    fn of(&self, thing: &Thing, day: u32) -> Option<bool> {
        match self {
            Self::Name(sign, name) => thing.name.as_deref().map(|own| compared(&own, sign, name)),
            Self::Like(pattern) => thing.name.as_deref().map(|own| match *pattern {
                "a%" => own.starts_with('a'),
                "%b%" => own.contains('b'),
                "_" => own.chars().count() == 1,
                _ => own == "a_%",
            }),
            Self::Size(sign, size) => thing.size.map(|own| compared(&own, sign, size)),
            Self::Between(low, high) => thing.size.map(|own| *low <= own && own <= *high),
            Self::In(sizes) => thing.size.map(|own| sizes.contains(&own)),
            Self::Open => thing.open,
            Self::NoSize => Some(thing.size.is_none()),
            Self::NoStart => Some(thing.start.is_none()),
            Self::Start(sign, day) => thing.start.map(|own| compared(&own, sign, day)),
            Self::Lives(from, to) => {
                let dated = thing.start.is_some() || thing.end.is_some();
                dated.then(|| thing.lives([*from, *to]))
            }
            Self::Inside(bbox) => Some(thing.in_box(*bbox)),
            Self::Tagged(tag) => Some(thing.tags.contains(tag)),
            Self::Status(status) => thing.status(day).map(|own| own == *status),
            Self::Not(inner) => inner.of(thing, day).map(|truth| !truth),
            Self::Both(left, right) => match (left.of(thing, day), right.of(thing, day)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Self::Either(left, right) => match (left.of(thing, day), right.of(thing, day)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
        }
    }
}

fn day() -> impl Strategy<Value = u32> {
    (1988..2022_u32, 1..13_u32, 1..29_u32).prop_map(|(y, m, d)| y * 10_000 + m * 100 + d)
}

fn days() -> impl Strategy<Value = (u32, u32)> {
    (day(), day()).prop_map(|(a, b)| (a.min(b), a.max(b)))
}

fn bbox() -> impl Strategy<Value = [i32; 4]> {
    let edges = || (-25..25_i32, -25..25_i32).prop_map(|(a, b)| (a.min(b), a.max(b)));
    (edges(), edges()).prop_map(|((west, east), (south, north))| [west, south, east, north])
}

fn filter() -> impl Strategy<Value = Filter> {
    let sign = || prop::sample::select(vec!["=", "<>", "<", "<=", ">", ">="]);
    let one = prop_oneof![
        (sign(), prop::sample::select(vec!["ab", "b", "Ä"])).prop_map(|(s, n)| Filter::Name(s, n)),
        prop::sample::select(vec!["a%", "%b%", "_", "a\\_\\%"]).prop_map(Filter::Like),
        (sign(), -5..6_i64).prop_map(|(sign, size)| Filter::Size(sign, size)),
        (-5..6_i64, -5..6_i64).prop_map(|(low, high)| Filter::Between(low, high)),
        prop::collection::vec(-5..6_i64, 1..4).prop_map(Filter::In),
        Just(Filter::Open),
        Just(Filter::NoSize),
        Just(Filter::NoStart),
        (sign(), day()).prop_map(|(sign, day)| Filter::Start(sign, day)),
        days().prop_map(|(from, to)| Filter::Lives(from, to)),
        bbox().prop_map(Filter::Inside),
        prop::sample::select(TAGS.to_vec()).prop_map(Filter::Tagged),
        prop::sample::select(vec!["operating", "closed"]).prop_map(Filter::Status),
    ];
    one.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|filter| Filter::Not(Box::new(filter))),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| Filter::Both(Box::new(a), Box::new(b))),
            (inner.clone(), inner).prop_map(|(a, b)| Filter::Either(Box::new(a), Box::new(b))),
        ]
    })
}

/// The ids in the tile of the whole world.
fn tile(query: &str) -> Ids {
    let path = format!("/tiles/things/0/0/0?{query}");
    let answer = SITE.get(&path);
    if answer.status == 204 {
        return Ids::new();
    }
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    let reader = MvtReaderRef::new(&answer.body).expect("a tile");
    let features = reader.layers().flat_map(|layer| layer.features().collect::<Vec<_>>());
    features
        .filter_map(|feature| {
            let said = feature.properties_vec().expect("properties");
            said.into_iter().find(|(key, _)| *key == "id").map(|(_, id)| id.into_owned())
        })
        .map(|id| match id {
            MvtValue::String(id) => id,
            other => panic!("{other:?}"),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn items_files_and_tiles_hold_what_the_naive_definition_keeps(
        filter in filter(),
        moment in prop::option::of(days()),
        ended in any::<bool>(),
        bbox in bbox(),
        form in prop::sample::select(FORMS.to_vec()),
    ) {
        // Without a moment the status is that of today, after all of the days above.
        let day = moment.map_or(20_261_124, |(_, last)| last);
        let expected = |ended: bool| -> Ids {
            let fits = |thing: &&Thing| {
                let is_over = ended && thing.status(day) == Some("closed");
                (is_over || moment.is_none_or(|(from, to)| thing.lives([from, to])))
                    && thing.in_box(bbox)
                    && filter.of(thing, day) == Some(true)
            };
            THINGS.iter().filter(fits).map(|thing| thing.id.clone()).collect()
        };
        let (listed, drawn) = (expected(ended), expected(false));
        let text_of = filter.text();
        let [west, south, east, north] = bbox;
        let ended = if ended { "include" } else { "exclude" };
        let span = moment.map_or(String::new(), |(from, to)| {
            format!("&datetime={}/{}", written(from), written(to))
        });
        let of_list = format!("{span}&ended={ended}");
        let query = format!("filter={}&bbox={west},{south},{east},{north}{of_list}", encoded(&text_of));
        let items: Ids = SITE.ids("things", &query).into_iter().collect();
        prop_assert_eq!(&items, &listed, "items of {}", query);

        let json = cql2::parse_text(&text_of).expect("a filter").to_json().expect("an encoding");
        let query = format!(
            "filter-lang=cql2-json&filter={}&bbox={west},{south},{east},{north}{of_list}",
            encoded(&json)
        );
        let file = SITE.get(&format!("/download/things.{form}?{query}"));
        prop_assert_eq!(file.status.as_u16(), 200, "{}: {}", form, query);
        let file = ids(form, &file.body);
        prop_assert_eq!(&file, &listed, "the {} of {}", form, query);

        // Tiles have no box of their own, so it goes into the filter, and never hold what is over.
        let boxed = Filter::Both(Box::new(filter), Box::new(Filter::Inside(bbox)));
        let query = format!("filter={}{span}", encoded(&boxed.text()));
        prop_assert_eq!(tile(&query), drawn, "the tile of {}", query);
    }
}
