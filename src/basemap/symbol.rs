//! The picture of one symbol as SVG: shape by layer, edge by status, icon by category.
//!
//! All measures are pixels of the map at icon size 1.

use super::colour::Colour;
use super::icon::drawing;
use crate::atlas::vocabulary::PointLook;

/// Width and height of the picture of a point symbol.
pub const PICTURE: f64 = 28.0;

/// Width and height of the badge on a line.
pub const BADGE: f64 = 18.0;

/// Width and height of an icon that stands alone on the ground.
pub const MARK: f64 = 10.0;

/// Width and height of the cross on an ended line.
pub const CROSS: f64 = 12.0;

/// Distance between two strokes of a hatch along an axis.
pub const HATCH: f64 = 8.0;

/// Opacity of an event's symbol by the quarter of its time on the map, the newest first.
pub const EVENT_OPACITIES: [f64; 4] = [1.0, 0.75, 0.55, 0.35];

/// Width of the ring of ground colour around a symbol, which keeps it off what lies below.
const RING: f64 = 1.7;

/// Outline of a point symbol; the layer chooses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outline {
    /// A circle 20 px wide.
    Disc,
    /// A square 18 px wide with round corners.
    Square,
    /// A square on its corner, 20 px from corner to corner.
    Diamond,
}

impl Outline {
    /// The outline for a layer's `shape`; points of other layers are discs.
    pub fn of_shape(shape: &str) -> Self {
        match shape {
            "square" => Self::Square,
            "diamond" => Self::Diamond,
            _ => Self::Disc,
        }
    }

    /// Half the width, corner radius and turn in degrees.
    fn measures(self) -> (f64, f64, f64) {
        match self {
            Self::Disc => (10.0, 10.0, 0.0),
            Self::Square => (9.0, 3.6, 0.0),
            Self::Diamond => (7.5, 2.0, 45.0),
        }
    }

    fn icon_width(self) -> f64 {
        if self == Self::Diamond { 10.6 } else { 12.5 }
    }
}

/// The colours of a symbol.
#[derive(Clone, Copy, Debug)]
pub struct Inks {
    /// Edge, fill and icon.
    pub main: Colour,
    /// Ring, inside of hollow symbols, icon on a filled one.
    pub surface: Colour,
    /// Disc of the question mark.
    pub strong: Colour,
    /// The cross of what has ended.
    pub quiet: Colour,
}

/// A point symbol. `disputed` adds a question mark whatever the look says.
pub fn point(outline: Outline, icon: &str, look: &PointLook, disputed: bool, inks: Inks) -> String {
    let middle = PICTURE / 2.0;
    let surface = inks.surface.to_string();
    let mut body = shape(outline, RING, &format!(r#"fill="{surface}""#));
    body += &shape(outline, -look.edge / 2.0, &edge_paint(outline, look, inks));
    let on_fill = look.fill >= 0.6;
    let ink = if on_fill { inks.surface } else { inks.main };
    body += &placed_icon(icon, ink, middle, outline.icon_width());
    let mark = look.mark.as_deref();
    match mark {
        Some("pause") => body += &pause(inks),
        Some("cross") => body += &corner_cross(inks),
        _ => {}
    }
    if disputed || mark == Some("question") {
        body += &question(inks);
    }
    svg(PICTURE, &body)
}

/// The same picture, see-through.
pub fn faded(picture: &str, opacity: f64) -> String {
    picture
        .replacen('>', &format!(r#"><g opacity="{opacity}">"#), 1)
        .replace("</svg>", "</g></svg>")
}

/// The round badge that names a line's category.
pub fn badge(icon: &str, main: Colour, surface: Colour) -> String {
    let middle = BADGE / 2.0;
    let ring = format!(
        r#"<circle cx="{middle}" cy="{middle}" r="7.4" fill="{surface}" stroke="{main}" stroke-width="1.2"/>"#
    );
    svg(BADGE, &(ring + &placed_icon(icon, main, middle, 9.6)))
}

/// The cross that sits on a line which has ended, on a halo of the ground.
pub fn cross(ink: Colour, ground: Colour) -> String {
    svg(CROSS, &cross_strokes(CROSS / 2.0, 2.6, 1.5, ink, ground))
}

/// An icon alone, for what is on the ground and not of the atlas.
pub fn mark(icon: &str, ink: Colour) -> String {
    svg(MARK, &placed_icon(icon, ink, MARK / 2.0, MARK))
}

/// A small ring, for a town.
pub fn ring(radius: f64, ink: Colour, inside: Colour) -> String {
    let middle = (radius + 1.0).ceil();
    let ring = format!(
        r#"<circle cx="{middle}" cy="{middle}" r="{radius}" fill="{inside}" stroke="{ink}" stroke-width="1.1"/>"#
    );
    svg(middle * 2.0, &ring)
}

/// A tile of slanted strokes that joins on all sides, for areas not in use.
pub fn hatch(ink: Colour) -> String {
    let (low, high) = (-HATCH / 2.0, HATCH * 1.5);
    let strokes: String = [0.0, HATCH, 2.0 * HATCH]
        .map(|sum| format!("M{low} {}L{high} {}", sum - low, sum - high))
        .concat();
    svg(HATCH, &format!(r#"<path d="{strokes}" stroke="{ink}" stroke-width="1.1"/>"#))
}

fn svg(side: f64, body: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">{body}</svg>"#
    )
}

/// The outline, grown outwards by `growth`, with paint attributes.
fn shape(outline: Outline, growth: f64, paint: &str) -> String {
    let middle = PICTURE / 2.0;
    let (half, radius, turn) = outline.measures();
    let (half, radius) = (half + growth, (radius + growth).max(0.0));
    let (start, side) = (middle - half, half * 2.0);
    format!(
        r#"<rect x="{start}" y="{start}" width="{side}" height="{side}" rx="{radius}" transform="rotate({turn} {middle} {middle})" {paint}/>"#
    )
}

fn edge_paint(outline: Outline, look: &PointLook, inks: Inks) -> String {
    let fill = inks.main.over(inks.surface, look.fill);
    let mut paint = format!(r#"fill="{fill}""#);
    if look.edge > 0.0 {
        let (main, edge) = (inks.main, look.edge);
        paint += &format!(r#" stroke="{main}" stroke-width="{edge}" stroke-linecap="round""#);
        let dash = fitted(&look.dash, perimeter(outline, look.edge));
        if !dash.is_empty() {
            let lengths: Vec<_> = dash.iter().map(|length| format!("{length:.3}")).collect();
            paint += &format!(r#" stroke-dasharray="{}""#, lengths.join(" "));
        }
    }
    paint
}

/// Length of the middle of the edge.
fn perimeter(outline: Outline, edge: f64) -> f64 {
    let (half, radius, _) = outline.measures();
    let (half, radius) = (half - edge / 2.0, (radius - edge / 2.0).max(0.0));
    8.0 * (half - radius) + std::f64::consts::TAU * radius
}

/// The pattern stretched so that it closes around the shape without a seam.
fn fitted(dash: &[f64], perimeter: f64) -> Vec<f64> {
    let period: f64 = dash.iter().sum();
    if period <= 0.0 {
        return Vec::new();
    }
    let stretch = perimeter / ((perimeter / period).round().max(1.0) * period);
    dash.iter().map(|length| length * stretch).collect()
}

fn placed_icon(icon: &str, ink: Colour, middle: f64, width: f64) -> String {
    let (start, scale) = (middle - width / 2.0, width / 24.0);
    let drawing = drawing(icon, &ink.to_string());
    format!(r#"<g transform="translate({start} {start}) scale({scale:.5})">{drawing}</g>"#)
}

/// A question mark on a dark disc at the upper right corner.
fn question(inks: Inks) -> String {
    let Inks { surface, strong, .. } = inks;
    format!(
        r#"<circle cx="22.6" cy="5.4" r="4.9" fill="{surface}"/><circle cx="22.6" cy="5.4" r="4.1" fill="{strong}"/><path d="M21.2 4.3a1.4 1.4 0 1 1 2.1 1.2c-.5.3-.7.5-.7 1" fill="none" stroke="{surface}" stroke-width="1" stroke-linecap="round"/><circle cx="22.6" cy="7.9" r=".6" fill="{surface}"/>"#
    )
}

/// Two bars at the lower right corner.
fn pause(inks: Inks) -> String {
    let bars = "M21 19.6v5.2M24 19.6v5.2";
    let Inks { main, surface, .. } = inks;
    format!(
        r#"<path d="{bars}" stroke="{surface}" stroke-width="4.4"/><path d="{bars}" stroke="{main}" stroke-width="1.6"/>"#
    )
}

/// A cross at the lower right corner.
fn corner_cross(inks: Inks) -> String {
    cross_strokes(22.6, 2.9, 2.0, inks.quiet, inks.surface)
}

/// Two strokes through the point (`at`, `at`), on a halo.
fn cross_strokes(at: f64, arm: f64, width: f64, ink: Colour, halo: Colour) -> String {
    let (low, high) = (at - arm, at + arm);
    let path = format!("M{low} {low}L{high} {high}M{high} {low}L{low} {high}");
    let halo_width = width + 2.2;
    format!(
        r#"<path d="{path}" stroke="{halo}" stroke-width="{halo_width}"/><path d="{path}" stroke="{ink}" stroke-width="{width}"/>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fitted_pattern_goes_round_a_whole_number_of_times() {
        for outline in [Outline::Disc, Outline::Square, Outline::Diamond] {
            let around = perimeter(outline, 1.6);
            let times = around / fitted(&[2.0, 2.6], around).iter().sum::<f64>();
            assert!((times - times.round()).abs() < 1e-9, "{outline:?}: {times}");
        }
        assert!(fitted(&[], 60.0).is_empty() && fitted(&[0.0, 0.0], 60.0).is_empty());
    }

    #[test]
    fn a_disc_has_the_perimeter_of_a_circle() {
        assert!((perimeter(Outline::Disc, 2.0) - std::f64::consts::TAU * 9.0).abs() < 1e-9);
    }
}
