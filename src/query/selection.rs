//! What an answer tells of each feature: which properties, whether its geometry, in which system.

use crate::atlas::Atlas;
use crate::query::crs::{CRS_FORM, Crs};
use crate::query::{Pairs, QueryError};

/// The part of each feature that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Names of the properties to tell; all where `None`.
    pub properties: Option<Vec<String>>,
    /// Whether geometries are left out.
    pub without_geometry: bool,
    /// The reference system of the geometries.
    pub crs: Crs,
}

impl Default for Selection {
    fn default() -> Self {
        Self { properties: None, without_geometry: false, crs: Crs::CRS84 }
    }
}

impl Selection {
    /// Reads `properties`, `skipGeometry` and `crs` for some layers.
    ///
    /// # Errors
    /// When a property is none of the layers, or they cannot be told in the reference system.
    pub fn read(pairs: &Pairs, atlas: &Atlas, layers: &[usize]) -> Result<Self, QueryError> {
        let mut known: Vec<&str> = Vec::new();
        for property in layers.iter().flat_map(|layer| atlas.properties(*layer)) {
            if !known.contains(&property.name.as_str()) {
                known.push(&property.name);
            }
        }
        let properties =
            pairs.list("properties", &known.join(", "), |name| known.contains(&name))?;
        let skipped = pairs.one_of("skipGeometry", &["true", "false"])?;
        let crs = pairs.read("crs", CRS_FORM, |text| {
            let crs = Crs::parse(text)?;
            if layers.iter().all(|layer| systems(atlas, *layer).contains(&crs)) {
                Ok(crs)
            } else {
                Err("does not reach over all of this layer".into())
            }
        })?;
        Ok(Self {
            properties,
            without_geometry: skipped.as_deref() == Some("true"),
            crs: crs.unwrap_or(Crs::CRS84),
        })
    }

    /// Whether everything is told, as it is stored.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a property is told.
    #[must_use]
    pub fn tells(&self, name: &str) -> bool {
        self.properties.as_ref().is_none_or(|names| names.iter().any(|told| told == name))
    }
}

/// The reference systems in which all features of a layer can be told.
#[must_use]
pub fn systems(atlas: &Atlas, layer: usize) -> Vec<Crs> {
    let features = atlas.features().iter().filter(|feature| feature.layer == layer);
    let extents: Vec<[f64; 4]> = features.filter_map(|feature| feature.bbox()).collect();
    let tells = |crs: &Crs| extents.iter().all(|extent| crs.tells(*extent));
    Crs::all().filter(tells).collect()
}
