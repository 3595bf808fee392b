//! The index of names: every name in the forms in which it is compared, worked out once.

use crate::atlas::Atlas;
use crate::atlas::day::Span;
use crate::atlas::feature::Feature;
use crate::atlas::place::Place;
use crate::atlas::wording::Wording;
use crate::query::sound::Sound;
use crate::query::text::{folded, initials, letter_set};

/// Names of features and places.
#[derive(Debug)]
pub struct NameIndex {
    /// Features in the order of the atlas, then places in that of their ranks.
    pub(super) named: Vec<Named>,
}

/// Something with its names.
#[derive(Debug)]
pub(super) struct Named {
    /// What it is.
    pub owner: Owner,
    /// Its names in all languages and of all times, each spelling once; of a feature also its id.
    pub keys: Vec<Key>,
}

/// Who has a name, by the position in the lists of the atlas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// Of [`Atlas::features`].
    Feature(usize),
    /// Of [`Atlas::places`].
    Place(usize),
}

/// A name as it is compared.
#[derive(Debug)]
pub(super) struct Key {
    /// As written.
    pub text: String,
    /// Folded.
    pub folded: String,
    /// Its letters, for [`crate::query::text::may_have_slips`].
    pub letters: u64,
    /// By its sound.
    pub sound: Sound,
    /// The first letters of its words.
    pub initials: String,
    /// Whether it is an identifier: people know some by heart, but nobody says them.
    pub is_id: bool,
    /// The days on which a place had it.
    pub span: Span,
}

impl NameIndex {
    /// Works out the keys of all names of an atlas.
    #[must_use]
    pub fn new(atlas: &Atlas) -> Self {
        let features = atlas.features().iter().enumerate();
        let mut places: Vec<(usize, &Place)> = atlas.places().iter().enumerate().collect();
        places.sort_by_key(|(_, place)| place.rank);
        let named = features
            .map(|(position, feature)| of_feature(position, feature))
            .chain(places.into_iter().map(|(position, place)| of_place(position, place)));
        Self { named: named.collect() }
    }
}

fn of_feature(position: usize, feature: &Feature) -> Named {
    let names = [(feature.short(), Span::ALWAYS), (feature.name(), Span::ALWAYS)];
    let mut keys = keys(names);
    let id = key(feature.id(), Span::ALWAYS);
    if keys.iter().all(|known| known.folded != id.folded) {
        keys.push(Key { is_id: true, ..id });
    }
    Named { owner: Owner::Feature(position), keys }
}

fn of_place(position: usize, place: &Place) -> Named {
    let dated = place.dated.iter().map(|dated| (Wording::Many(&dated.name), dated.span));
    let names = std::iter::once((Wording::Many(&place.name), place.span)).chain(dated);
    Named { owner: Owner::Place(position), keys: keys(names) }
}

fn keys<'a>(names: impl IntoIterator<Item = (Wording<'a>, Span)>) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for (names, span) in names {
        for text in names.values() {
            let key = key(text, span);
            if keys.iter().all(|known| known.folded != key.folded) {
                keys.push(key);
            }
        }
    }
    keys
}

fn key(text: &str, span: Span) -> Key {
    let folded = folded(text);
    Key {
        letters: letter_set(&folded),
        sound: Sound::of(text),
        initials: initials(&folded),
        text: text.to_owned(),
        folded,
        is_id: false,
        span,
    }
}
