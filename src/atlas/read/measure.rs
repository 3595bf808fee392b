//! How much a geometry holds, against what is allowed.

use geo::{CoordsIter, Geometry};

use super::limit::{MAX_DEPTH, MAX_VERTICES};

/// What is too large about a geometry, if anything.
#[must_use]
pub fn measure(geometry: &Geometry<f64>) -> Option<String> {
    if depth(geometry) > MAX_DEPTH {
        return Some(format!("holds collections more than {MAX_DEPTH} deep"));
    }
    let n = geometry.coords_count();
    (n > MAX_VERTICES).then(|| format!("has {n} positions; a geometry has at most {MAX_VERTICES}"))
}

/// Whether the brackets of a text lie deeper than any geometry of the allowed depth has them.
#[must_use]
pub fn nested(text: &str, open: u8, close: u8) -> bool {
    // A multi-polygon has four levels of lists of its own; as GeoJSON, its object one more.
    let most = 2 * MAX_DEPTH + 8;
    let mut depth = 0_usize;
    for byte in text.bytes() {
        if byte == open {
            depth += 1;
            if depth > most {
                return true;
            }
        } else if byte == close {
            depth = depth.saturating_sub(1);
        }
    }
    false
}

fn depth(geometry: &Geometry<f64>) -> usize {
    match geometry {
        Geometry::GeometryCollection(all) => 1 + all.0.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
