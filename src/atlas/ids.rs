//! Ids: where in a list of features the one of an id stands. The ids themselves are kept by the
//! features alone.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use crate::atlas::feature::Feature;

/// Positions of features, to be found by their ids.
#[derive(Debug, Default)]
pub struct Ids {
    positions: HashTable<u32>,
}

impl Ids {
    /// The ids of features.
    #[must_use]
    pub fn of(features: &[Feature]) -> Self {
        let mut ids = Self::default();
        ids.add_from(0, features);
        ids
    }

    /// The position of the feature of an id, in the list that was told.
    #[must_use]
    pub fn get(&self, id: &str, features: &[Feature]) -> Option<usize> {
        let is = |position: &u32| features.get(*position as usize).is_some_and(|f| f.id() == id);
        self.positions.find(hash(id), is).map(|position| *position as usize)
    }

    /// Adds the last one of the features.
    pub(super) fn add_last(&mut self, features: &[Feature]) {
        if let Some(last) = features.len().checked_sub(1) {
            self.add(last, features);
        }
    }

    /// Adds the features from a position on.
    pub(super) fn add_from(&mut self, first: usize, features: &[Feature]) {
        let hashes: Vec<u64> = features[first..].par_iter().map(|f| hash(f.id())).collect();
        let hash_of = |number: &u32| hash(features[*number as usize].id());
        self.positions.reserve(hashes.len(), hash_of);
        for (position, hash) in (first..).zip(hashes) {
            let Ok(number) = u32::try_from(position) else { return };
            self.positions.insert_unique(hash, number, hash_of);
        }
    }

    fn add(&mut self, position: usize, features: &[Feature]) {
        let Ok(number) = u32::try_from(position) else { return };
        let hash_of = |number: &u32| hash(features[*number as usize].id());
        self.positions.insert_unique(hash_of(&number), number, hash_of);
    }
}

fn hash(id: &str) -> u64 {
    FxBuildHasher.hash_one(id)
}
