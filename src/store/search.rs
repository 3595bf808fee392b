//! Search: features and places by name, in every script and in the spellings of neighbours.

use crate::atlas::Atlas;
use crate::atlas::day::Span;
use crate::atlas::feature::Feature;
use crate::atlas::place::Place;
use crate::atlas::wording::Wording;
use crate::query::sound::{Reach, Sound};
use crate::query::text::{
    Match, Slips, folded, is_initials, may_have_slips, rank, slips, slips_of,
};
use crate::store::Store;
use crate::store::deadline::Patience;
use crate::store::names::{Key, Named, Owner};

/// Something whose name answers a search.
pub struct Found<'a> {
    /// What it is.
    pub thing: Thing<'a>,
    /// The name that answered.
    pub matched: &'a str,
    /// How it answered.
    pub answer: Answer,
}

/// A feature or a place.
pub enum Thing<'a> {
    /// A feature, by its position in the atlas.
    Feature(usize, &'a Feature),
    /// A place, with the days on which it had the name that answered.
    Place(&'a Place, Span),
}

/// How a name answers a query, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It is the query, but for case, accents and signs.
    Whole,
    /// It begins with the query.
    Beginning,
    /// Words of it begin with the query.
    Word,
    /// Its words begin with the letters of the query, one each: BTC is Baku–Tbilisi–Ceyhan.
    Initials,
    /// It sounds like the query: the same name in another script or spelling.
    Sounding,
    /// It holds the query somewhere.
    Part,
    /// It, or a word of it, begins like the query by sound.
    SoundingPart,
    /// Words of it are the query but for some slips of the pen.
    Near(Slips),
}

impl Answer {
    /// The word used in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Beginning => "beginning",
            Self::Word => "word",
            Self::Initials => "initials",
            Self::Part => "part",
            Self::Sounding | Self::SoundingPart => "sound",
            Self::Near(_) => "near",
        }
    }
}

/// Letters by which a word may differ to be suggested.
const MAX_DISTANCE: usize = 2;

impl Store {
    /// Features and places with a name that answers a query, best first; of equal answers features
    /// before places, more important places before others. Slips of the pen are only forgiven where
    /// less than `limit` answers without.
    ///
    /// # Errors
    /// When nobody waits any longer.
    pub fn search<P: Patience>(
        &self,
        query: &str,
        limit: usize,
        patience: &P,
    ) -> Result<Vec<Found<'_>>, P::Late> {
        let sought = Sought { folded: folded(query), sound: Sound::of(query) };
        let (mut found, mut others) = (Vec::new(), Vec::new());
        for (step, named) in self.names().named.iter().enumerate() {
            patience.check_at(step)?;
            match named.best(|key| sought.answered_by(key)) {
                Some(best) => found.push((best, named.owner)),
                None => others.push(named),
            }
        }
        if found.len() < limit {
            for (step, named) in others.into_iter().enumerate() {
                patience.check_at(step)?;
                let near = named.best(|key| sought.nearly_answered_by(key));
                found.extend(near.map(|near| (near, named.owner)));
            }
        }
        // Equal answers stay in the order of the index.
        found.sort_by_key(|((answer, _), _)| *answer);
        let atlas = self.atlas();
        let found = found.into_iter().take(limit);
        Ok(found.map(|((answer, key), owner)| result(atlas, owner, answer, key)).collect())
    }

    /// The word in any name that is nearest to a query that nothing answers.
    #[must_use]
    pub fn suggestion(&self, query: &str) -> Option<&str> {
        let sought = folded(query);
        let letters = sought.chars().count();
        let keys = self.names().named.iter().flat_map(|named| &named.keys);
        let keys = keys.filter(|key| !key.is_id);
        keys.flat_map(|key| key.text.split(|c: char| !c.is_alphanumeric()))
            .filter_map(|word| {
                let near = slips_of(&folded(word), &sought, MAX_DISTANCE)?;
                (2 * near < letters).then_some((near, word))
            })
            .min_by_key(|(near, word)| (*near, word.len()))
            .map(|(_, word)| word)
    }
}

/// Whether a name of the feature contains the folded text.
#[must_use]
pub fn is_named(feature: &Feature, text: &str) -> bool {
    let names = [feature.short(), feature.name()];
    names.into_iter().flat_map(Wording::values).any(|name| folded(name).contains(text))
}

/// A query in the forms in which it is compared.
struct Sought {
    folded: String,
    sound: Sound,
}

impl Sought {
    fn answered_by(&self, key: &Key) -> Option<Answer> {
        let written = rank(&key.folded, &self.folded).map(|written| match written {
            Match::Whole => Answer::Whole,
            Match::Beginning => Answer::Beginning,
            Match::Word => Answer::Word,
            Match::Part => Answer::Part,
        });
        if key.is_id {
            // Words of it stand in the names as well.
            return written.filter(|answer| *answer == Answer::Whole);
        }
        let sounding = || {
            key.sound.answers(&self.sound).map(|reach| match reach {
                Reach::Whole => Answer::Sounding,
                Reach::Beginning | Reach::Word => Answer::SoundingPart,
            })
        };
        let initials = is_initials(&key.initials, &self.folded).then_some(Answer::Initials);
        match written {
            Some(Answer::Whole | Answer::Beginning | Answer::Word) => written,
            _ => [written, initials, sounding()].into_iter().flatten().min(),
        }
    }

    fn nearly_answered_by(&self, key: &Key) -> Option<Answer> {
        let may = !key.is_id && may_have_slips(key.letters, &self.folded);
        may.then(|| slips(&key.folded, &self.folded)).flatten().map(Answer::Near)
    }
}

impl Named {
    /// The key that answers best.
    fn best(&self, answer: impl Fn(&Key) -> Option<Answer>) -> Option<(Answer, &Key)> {
        let answers = self.keys.iter().filter_map(|key| Some((answer(key)?, key)));
        answers.min_by_key(|(answer, _)| *answer)
    }
}

fn result<'a>(atlas: &'a Atlas, owner: Owner, answer: Answer, key: &'a Key) -> Found<'a> {
    let thing = match owner {
        Owner::Feature(position) => Thing::Feature(position, &atlas.features()[position]),
        Owner::Place(position) => Thing::Place(&atlas.places()[position], key.span),
    };
    Found { thing, matched: &key.text, answer }
}
