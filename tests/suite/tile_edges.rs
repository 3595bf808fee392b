//! Geometry at the edges of things, read back from tiles with another program's decoder: the antimeridian, poles, edges of
//! tiles, holes, very large areas, places of four numbers, nothing at all.

use std::sync::LazyLock;

use fast_mvt::{MvtGeometry, MvtReaderRef, MvtValue};

use crate::app::Site;
use crate::folder::Folder;

/// Name and geometry of each feature.
const THINGS: &[(&str, &str)] = &[
    ("four", r#"{"type":"Point","coordinates":[69,41,450,7]}"#),
    ("path4", r#"{"type":"LineString","coordinates":[[69,41,1,2],[71,43,3,4]]}"#),
    ("none", "null"),
    ("void", r#"{"type":"MultiPoint","coordinates":[]}"#),
    ("corner", r#"{"type":"Point","coordinates":[0,0]}"#),
    ("east", r#"{"type":"Point","coordinates":[180,10]}"#),
    ("west", r#"{"type":"Point","coordinates":[-180,10]}"#),
    ("north", r#"{"type":"Point","coordinates":[10,90]}"#),
    ("south", r#"{"type":"Point","coordinates":[10,-90]}"#),
    (
        "dateline",
        r#"{"type":"MultiLineString","coordinates":[[[175,20],[180,20]],[[-180,20],[-175,20]]]}"#,
    ),
    (
        "holed",
        r#"{"type":"Polygon","coordinates":[[[20,20],[40,20],[40,40],[20,40],[20,20]],[[25,25],[25,35],[35,35],[35,25],[25,25]]]}"#,
    ),
    (
        "huge",
        r#"{"type":"Polygon","coordinates":[[[-170,-80],[170,-80],[170,80],[-170,80],[-170,-80]]]}"#,
    ),
    (
        "mixed",
        r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[60,50]},{"type":"LineString","coordinates":[[60,50],[61,51]]}]}"#,
    ),
];

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let features = THINGS.iter().map(|(id, geometry)| {
        format!(r#"{{"type":"Feature","id":"{id}","properties":{{"name":"{id}"}},"geometry":{geometry}}}"#)
    });
    let features = features.collect::<Vec<_>>().join(",");
    let folder = Folder::empty();
    folder.write(
        "things.geojson",
        format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#),
    );
    Site::of(folder.path()).expect("a sound folder")
});

/// The geometry of a feature in a tile.
fn shown(address: &str, id: &str) -> Option<MvtGeometry> {
    let answer = SITE.get(&format!("/tiles/things/{address}"));
    let reader = MvtReaderRef::new(&answer.body).expect("a tile");
    let named = MvtValue::String(id.into());
    for layer in reader.layers() {
        for feature in layer.features() {
            let said = feature.properties_vec().expect("properties");
            if said.into_iter().any(|(key, value)| key == "id" && value.into_owned() == named) {
                return Some(feature.geometry().expect("a sound geometry"));
            }
        }
    }
    None
}

#[test]
fn each_feature_is_in_the_tiles_it_reaches_and_in_no_other() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("four", &["0/0/0", "5/22/11"], &["5/22/12", "5/21/11"]),
        ("path4", &["5/22/11"], &["5/20/11"]),
        ("none", &[], &["0/0/0"]),
        ("void", &[], &["0/0/0"]),
        ("corner", &["0/0/0", "1/1/1", "10/512/512"], &["1/0/0", "1/1/0", "1/0/1", "10/511/511"]),
        ("east", &["2/3/1"], &["2/0/1"]),
        ("west", &["2/0/1"], &["2/3/1"]),
        ("north", &["0/0/0", "3/4/0"], &["3/4/1"]),
        ("south", &["0/0/0", "3/4/7"], &["3/4/6"]),
        ("dateline", &["4/0/7", "4/15/7"], &["4/1/7", "4/14/7"]),
        ("holed", &["3/4/3"], &["3/2/3"]),
        ("huge", &["0/0/0", "3/4/3", "12/2700/1500"], &["10/3/300"]),
        ("mixed", &["5/21/10"], &["5/21/12"]),
    ];
    for (id, within, without) in cases {
        for address in *within {
            assert!(shown(address, id).is_some(), "{id} is in {address}");
        }
        for address in *without {
            assert_eq!(shown(address, id), None, "{id} is not in {address}");
        }
    }
}

#[test]
fn holes_stay_open_and_a_large_area_fills_its_tiles() {
    let Some(MvtGeometry::Polygon(holed)) = shown("3/4/3", "holed") else { panic!("a polygon") };
    assert_eq!(holed.interiors().len(), 1);
    let Some(MvtGeometry::Polygon(huge)) = shown("12/2700/1500", "huge") else {
        panic!("a polygon")
    };
    let corners: Vec<[i32; 2]> = huge.exterior().points().map(|at| [at.x(), at.y()]).collect();
    for corner in [[-128, -128], [4224, -128], [4224, 4224], [-128, 4224]] {
        assert!(corners.contains(&corner), "{corner:?} in {corners:?}");
    }
}

#[test]
fn a_line_at_the_antimeridian_goes_on_in_the_margin_of_the_other_side() {
    for (address, edge) in [("4/0/7", -128), ("4/15/7", 4224)] {
        let lines = match shown(address, "dateline") {
            Some(MvtGeometry::LineString(line)) => vec![line],
            Some(MvtGeometry::MultiLineString(lines)) => lines.0,
            other => panic!("{other:?}"),
        };
        assert!(lines.iter().flat_map(|line| line.points()).any(|at| at.x() == edge), "{lines:?}");
    }
}
