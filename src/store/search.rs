//! Search: features and places by name, in every script.

use crate::atlas::Atlas;
use crate::atlas::feature::Feature;
use crate::atlas::place::Place;
use crate::atlas::vocabulary::Names;
use crate::query::text::{distance, folded, rank};

/// Something whose name answers a search.
pub struct Found<'a> {
    /// What it is.
    pub thing: Thing<'a>,
    /// The name that answered.
    pub matched: &'a str,
}

/// A feature or a place.
pub enum Thing<'a> {
    /// A feature, by its position in the atlas.
    Feature(usize, &'a Feature),
    /// A place.
    Place(&'a Place),
}

/// Letters by which a word may differ to be suggested.
const MAX_DISTANCE: usize = 2;

/// Features and places with a name that answers the folded query, best first: whole names before
/// beginnings before words before parts, features before places.
#[must_use]
pub fn search<'a>(atlas: &'a Atlas, query: &str, limit: usize) -> Vec<Found<'a>> {
    let features = atlas.features().iter().enumerate().filter_map(|(position, feature)| {
        let (order, matched) = best(names_of(feature), query)?;
        let thing = Thing::Feature(position, feature);
        Some(((order, 0, position), Found { thing, matched }))
    });
    let places = atlas.places().iter().filter_map(|place| {
        let names = std::iter::once(&place.name).chain(&place.former);
        let (order, matched) = best(names, query)?;
        let thing = Thing::Place(place);
        Some(((order, place.rank, usize::MAX), Found { thing, matched }))
    });
    let mut found: Vec<_> = features.chain(places).collect();
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().take(limit).map(|(_, found)| found).collect()
}

/// Whether a name of the feature contains the folded text.
#[must_use]
pub fn is_named(feature: &Feature, text: &str) -> bool {
    best(names_of(feature), text).is_some()
}

/// The word in any name that is nearest to a query that nothing answers.
#[must_use]
pub fn suggestion<'a>(atlas: &'a Atlas, query: &str) -> Option<&'a str> {
    let of_features = atlas.features().iter().flat_map(names_of);
    let of_places = atlas.places().iter().map(|place| &place.name);
    of_features
        .chain(of_places)
        .flat_map(|names| names.values())
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()))
        .filter_map(|word| {
            let near = distance(&folded(word), query, MAX_DISTANCE)?;
            (near < query.chars().count()).then_some((near, word))
        })
        .min_by_key(|(near, word)| (*near, word.len()))
        .map(|(_, word)| word)
}

fn names_of(feature: &Feature) -> impl Iterator<Item = &Names> {
    [&feature.short, &feature.name].into_iter()
}

fn best<'a>(names: impl Iterator<Item = &'a Names>, query: &str) -> Option<(u8, &'a str)> {
    names
        .flat_map(|names| names.values())
        .filter_map(|name| Some((rank(&folded(name), query)?, name.as_str())))
        .min_by_key(|(order, _)| *order)
}
