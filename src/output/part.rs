//! Parts: the features of one layer with one kind of geometry, for formats that keep each apart.

use geo::Geometry;

use crate::output::column::Names;
use crate::output::contents::Contents;

/// Features that fit into one table.
pub(super) struct Part {
    /// A name of letters, digits, hyphens and underscores, unique in the file.
    pub name: String,
    /// Position of the layer in the vocabulary.
    pub layer: usize,
    /// What their geometries are.
    pub kind: Kind,
    /// Whether any of them has several points, lines or outlines.
    pub multi: bool,
    /// Whether all have.
    pub only_multi: bool,
    /// Their positions among the hits.
    pub hits: Vec<usize>,
}

/// What geometries are, whether one or several of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Points.
    Points,
    /// Lines.
    Lines,
    /// Outlines.
    Areas,
    /// Points, lines and outlines together.
    Mixed,
    /// No geometry.
    Nowhere,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Points, Self::Lines, Self::Areas, Self::Mixed, Self::Nowhere];

    /// The kind of a geometry.
    pub const fn of(geometry: Option<&Geometry<f64>>) -> Self {
        match geometry {
            Some(Geometry::Point(_) | Geometry::MultiPoint(_)) => Self::Points,
            Some(Geometry::LineString(_) | Geometry::Line(_) | Geometry::MultiLineString(_)) => {
                Self::Lines
            }
            Some(
                Geometry::Polygon(_)
                | Geometry::Rect(_)
                | Geometry::Triangle(_)
                | Geometry::MultiPolygon(_),
            ) => Self::Areas,
            Some(Geometry::GeometryCollection(_)) => Self::Mixed,
            None => Self::Nowhere,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Lines => "lines",
            Self::Areas => "areas",
            Self::Mixed => "mixed",
            Self::Nowhere => "nowhere",
        }
    }
}

/// All parts, layer by layer. One that is alone in its layer has the name of the layer, others add
/// the kind; a layer of which nothing answers has one part of the kind it is drawn as.
pub(super) fn parts(contents: &Contents<'_>) -> Vec<Part> {
    let mut names = Names::default();
    let mut all = Vec::new();
    for layer in &contents.layers {
        let entry = &contents.atlas.vocabulary().layers[*layer];
        let mut of_layer: Vec<Part> =
            Kind::ALL.iter().map(|kind| part_of(contents, *layer, *kind)).collect();
        of_layer.retain(|part| !part.hits.is_empty());
        if of_layer.is_empty() {
            let kind = if entry.shape == "line" { Kind::Lines } else { Kind::Points };
            of_layer.push(part_of(contents, *layer, kind));
        }
        let alone = of_layer.len() == 1;
        for mut part in of_layer {
            let name = plain(&entry.id);
            let name = if alone { name } else { format!("{name}_{}", part.kind.word()) };
            part.name = names.unique(&name);
            all.push(part);
        }
    }
    all
}

fn part_of(contents: &Contents<'_>, layer: usize, kind: Kind) -> Part {
    let of_kind = |geometry: Option<&Geometry<f64>>| Kind::of(geometry) == kind;
    let mut part =
        Part { name: String::new(), layer, kind, multi: false, only_multi: true, hits: Vec::new() };
    for (position, hit) in contents.hits.iter().enumerate() {
        let feature = hit.feature;
        if feature.layer != layer {
            continue;
        }
        let geometry = feature.geometry();
        if of_kind(geometry.as_deref()) {
            let multi = is_multi(geometry.as_deref());
            part.multi |= multi;
            part.only_multi &= multi;
            part.hits.push(position);
        }
    }
    part
}

const fn is_multi(geometry: Option<&Geometry<f64>>) -> bool {
    matches!(
        geometry,
        Some(Geometry::MultiPoint(_) | Geometry::MultiLineString(_) | Geometry::MultiPolygon(_))
    )
}

/// An id as a name of tables and files everywhere; none begins as those that formats keep for
/// themselves.
fn plain(id: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
    let name: String = id.chars().map(letter).collect();
    let kept = ["gpkg", "sqlite", "rtree", "layer_styles", "sources"];
    let lower = name.to_lowercase();
    if kept.iter().any(|start| lower.starts_with(start)) { format!("layer-{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parts_fit_tables_and_files() {
        for (id, name) in
            [("bases", "bases"), ("gpkg_contents", "layer-gpkg_contents"), ("a b.c", "a_b_c")]
        {
            assert_eq!(plain(id), name);
        }
    }
}
