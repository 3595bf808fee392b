//! What the metadata of an archive says of its tiles, held against what they are.

use serde_json::Value;

use super::form::{Form, TileFormat};
use super::{About, ArchiveError};

/// Deepest zoom whose columns and rows fit the numbers used here.
const MAX_ZOOM: u8 = 30;
/// The square of web mercator: west, south, east, north in degrees.
const WORLD: [f64; 4] = [-180.0, -85.051_129, 180.0, 85.051_129];

/// What stands in the metadata of a file, before it is checked.
#[derive(Debug)]
pub(super) struct Said {
    pub name: Option<String>,
    pub attribution: Option<String>,
    pub bounds: Option<[f64; 4]>,
    pub zooms: Option<(u8, u8)>,
    pub vector_layers: Value,
    pub heights: Option<String>,
    pub tile_size: Option<u32>,
    pub declared: Option<TileFormat>,
}

impl Said {
    /// What was said, held against what the first tile is.
    ///
    /// # Errors
    /// When it means nothing, or the tile is something else.
    pub fn about(self, first: Form, stem: &str, stamp: String) -> Result<About, ArchiveError> {
        if let Some(promised) = self.declared.filter(|promised| *promised != first.format) {
            let [promised, found] = [promised, first.format].map(TileFormat::name);
            return Err(ArchiveError::Broken { promised, found });
        }
        let (minzoom, maxzoom) = self.zooms()?;
        Ok(About {
            bounds: self.bounds()?,
            minzoom,
            maxzoom,
            heights: self.heights(first.format)?,
            vector_layers: self.layers(first.format)?,
            tile_size: self.tile_size.or(first.size),
            name: self.name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| stem.into()),
            attribution: self.attribution,
            format: first.format,
            encoding: first.gzip.then_some("gzip"),
            version: stamp,
        })
    }

    fn zooms(&self) -> Result<(u8, u8), ArchiveError> {
        let zooms = self.zooms.unwrap_or((0, MAX_ZOOM));
        if zooms.0 <= zooms.1 && zooms.1 <= MAX_ZOOM {
            return Ok(zooms);
        }
        Err(ArchiveError::Value {
            name: "zooms",
            value: format!("{} to {}", zooms.0, zooms.1),
            allowed: "0 to 30, shallowest first",
        })
    }

    fn bounds(&self) -> Result<[f64; 4], ArchiveError> {
        let Some(bounds) = self.bounds else { return Ok(WORLD) };
        let [west, south, east, north] = bounds;
        let on_earth = (-180.0..=180.0).contains(&west) && (-180.0..=180.0).contains(&east);
        if on_earth && west < east && -90.0 <= south && south < north && north <= 90.0 {
            return Ok(bounds);
        }
        Err(ArchiveError::Value {
            name: "bounds",
            value: format!("{west},{south},{east},{north}"),
            allowed: "west,south,east,north in degrees",
        })
    }

    /// Of vector tiles the word means something else.
    fn heights(&self, format: TileFormat) -> Result<Option<&'static str>, ArchiveError> {
        match (format, self.heights.as_deref()) {
            (TileFormat::Pbf, _) | (_, None) => Ok(None),
            (_, Some("terrarium")) => Ok(Some("terrarium")),
            (_, Some("mapbox")) => Ok(Some("mapbox")),
            (_, Some(other)) => Err(ArchiveError::Value {
                name: "encoding",
                value: other.to_owned(),
                allowed: "terrarium or mapbox",
            }),
        }
    }

    fn layers(&self, format: TileFormat) -> Result<Value, ArchiveError> {
        if format != TileFormat::Pbf {
            return Ok(Value::Null);
        }
        let named = |layer: &Value| layer["id"].is_string();
        match self.vector_layers.as_array() {
            Some(layers) if !layers.is_empty() && layers.iter().all(named) => {
                Ok(self.vector_layers.clone())
            }
            _ => Err(ArchiveError::NoLayers),
        }
    }
}
