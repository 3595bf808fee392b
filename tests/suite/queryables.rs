//! Queryables of our own layers in filters, and as parameters of items.
//!
//! Classes of ogcapi-features-3/1.0: conf/queryables, conf/queryables-query-parameters,
//! conf/filter, conf/features-filter.

use serde_json::json;

use crate::app::{Site, encoded, root, text};

#[test]
fn a_filter_asks_for_the_status_and_the_lifetime_of_the_day() {
    let site = Site::shipped();
    let same = |filter: &str, query: &str| {
        let filtered =
            site.ids("bases", &format!("datetime=2004-12-31&filter={}", encoded(filter)));
        assert_eq!(
            filtered,
            site.ids("bases", &format!("datetime=2004-12-31&{query}")),
            "{filter}"
        );
        assert!(!filtered.is_empty(), "{filter}");
    };
    same("status = 'operating'", "status=operating");
    same("A_OVERLAPS(countries, ('KG', 'UZ'))", "country=KG,UZ");
    same("status_certainty = 'certain'", "certainty=certain");
    let filter = encoded("T_INTERSECTS(INTERVAL(start, end), DATE('2004-12-31'))");
    let lived = site.ids("bases", &format!("filter={filter}"));
    assert_eq!(lived, site.ids("bases", "datetime=2004-12-31&undated=exclude"));
}

#[test]
fn the_queryables_of_a_layer_are_parameters_of_its_items() {
    let world = Site::of(&root().join("tests/fixtures/natural-earth")).expect("a sound folder");
    assert_eq!(
        world.ids("places", "name=K%C3%B8benhavn"),
        world.ids("places", "pop_other=1038288")
    );
    assert_eq!(world.ids("places", "boolean=true").len(), 2);
    assert_eq!(world.ids("places", "date=2022-04-16&pop_max=3406000").len(), 1);
    for (query, name) in
        [("pop_other=many", "pop_other"), ("boolean=yes", "boolean"), ("date=spring", "date")]
    {
        let answer = world.get(&format!("/api/collections/places/items?{query}"));
        assert_eq!((answer.status.as_u16(), text(&answer.json()["parameter"])), (400, name));
    }
    let answer = world.get("/api/collections/rivers/items?pop_other=1");
    assert_eq!(answer.status, 400, "it belongs to another layer");
    assert_eq!(json!("pop_other"), answer.json()["parameter"]);
}
