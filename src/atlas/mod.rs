//! What is known, and when: features, claims, sources, days, and the fold of claims into periods.

pub mod actor;
pub mod authored;
pub mod canon;
pub mod check;
pub mod chronicle;
pub mod claim;
pub mod column;
pub mod columns;
pub mod conform;
mod crossing;
pub mod date;
pub mod day;
mod day_text;
mod draft;
pub mod feature;
mod files;
pub mod finding;
mod fit;
pub mod fold;
mod ids;
pub mod index_cache;
pub mod intake;
pub mod json_types;
mod layers;
pub mod load;
mod locate;
pub mod manifest;
pub mod membership;
pub mod outcome;
mod parts;
pub mod place;
pub mod promise;
pub mod property;
pub mod read;
mod reading;
mod record;
pub mod rewrite;
pub mod schema;
pub mod shape;
pub mod shared;
pub mod slug;
pub mod source;
pub mod status;
pub mod story;
pub mod timing;
mod usual_names;
pub mod vocabulary;
pub mod wording;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::atlas::actor::Actors;
use crate::atlas::column::{Column, Property, Table};
use crate::atlas::feature::Feature;
use crate::atlas::ids::Ids;
use crate::atlas::intake::Intake;
use crate::atlas::membership::Organisation;
use crate::atlas::place::Place;
use crate::atlas::source::Sources;
use crate::atlas::story::Story;
use crate::atlas::vocabulary::{Names, Vocabulary};

/// The immutable snapshot of everything a data folder says.
#[derive(Debug)]
pub struct Atlas {
    vocabulary: Vocabulary,
    version: String,
    sources: Sources,
    features: Arc<Vec<Feature>>,
    ids: Ids,
    named: Named,
    actors: Actors,
    intakes: Vec<Intake>,
    /// By layer; made when somebody asks for columns.
    tables: OnceLock<Vec<Table>>,
}

/// What stands beside the features in files of its own.
#[derive(Debug, Default)]
pub struct Named {
    /// Organisations and who belonged to them.
    pub organisations: Vec<Organisation>,
    /// Named places.
    pub places: Vec<Place>,
    /// Names of countries by their code, ISO 3166-1 alpha-2.
    pub countries: BTreeMap<String, Names>,
    /// Guided stories.
    pub stories: Vec<Story>,
}

impl Atlas {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        vocabulary: Vocabulary,
        version: String,
        sources: Sources,
        features: Vec<Feature>,
        named: Named,
    ) -> Self {
        let ids = Ids::of(&features);
        Self::listed(vocabulary, version, sources, (features, ids), named)
    }

    /// The same of features whose ids were told apart already.
    fn listed(
        vocabulary: Vocabulary,
        version: String,
        sources: Sources,
        (features, ids): (Vec<Feature>, Ids),
        named: Named,
    ) -> Self {
        let actors = Actors::new(&features, &sources, &named.countries);
        let (intakes, tables) = (Vec::new(), OnceLock::new());
        let features = Arc::new(features);
        Self { vocabulary, version, sources, features, ids, named, actors, intakes, tables }
    }

    /// The same, with how its layers of plain data were read.
    #[must_use]
    pub fn taken_in(self, intakes: Vec<Intake>) -> Self {
        Self { intakes, ..self }
    }

    /// Layers, categories, statuses and how they are drawn.
    #[must_use]
    pub const fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Hash of all data files: equal versions give equal answers.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All sources.
    #[must_use]
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// All features, layer by layer in the order of the files.
    #[must_use]
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// The same, for who holds them as long as it needs them.
    pub(crate) fn shared_features(&self) -> Arc<Vec<Feature>> {
        Arc::clone(&self.features)
    }

    /// The feature with this id.
    #[must_use]
    pub fn feature(&self, id: &str) -> Option<&Feature> {
        self.position(id).map(|index| &self.features[index])
    }

    /// The position of a feature in [`Atlas::features`].
    #[must_use]
    pub fn position(&self, id: &str) -> Option<usize> {
        self.ids.get(id, &self.features)
    }

    /// Organisations and who belonged to them.
    #[must_use]
    pub fn memberships(&self) -> &[Organisation] {
        &self.named.organisations
    }

    /// Named places.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.named.places
    }

    /// Guided stories.
    #[must_use]
    pub fn stories(&self) -> &[Story] {
        &self.named.stories
    }

    /// Who acts in the features.
    #[must_use]
    pub const fn actors(&self) -> &Actors {
        &self.actors
    }

    /// How layers of other people's data were read; empty where all are records of ours.
    #[must_use]
    pub fn intakes(&self) -> &[Intake] {
        &self.intakes
    }

    /// What the features of a layer can be asked for by name and type.
    #[must_use]
    pub fn columns(&self, layer: usize) -> &[Column] {
        &self.tables()[layer].columns
    }

    /// What answers tell of the features of a layer.
    #[must_use]
    pub fn properties(&self, layer: usize) -> &[Property] {
        &self.tables()[layer].properties
    }

    /// Looks through all properties for columns, before somebody asks for them.
    pub fn prepare(&self) {
        self.tables();
    }

    fn tables(&self) -> &[Table] {
        self.tables.get_or_init(|| column::tables(self))
    }

    /// The layer of a feature.
    #[must_use]
    pub fn layer_of(&self, feature: &Feature) -> &vocabulary::LayerEntry {
        &self.vocabulary.layers[feature.layer]
    }
}
