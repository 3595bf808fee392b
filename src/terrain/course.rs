//! The course of a line: its parts in order, and the places along it in even steps.
//!
//! Lengths are great-circle distances in km (haversine, mean earth radius). Between two vertices a
//! course is straight in longitude and latitude, as good as what the map draws.

use geo::{Distance, Geometry, Haversine, LineString, Point};
use serde_json::Value;

use crate::atlas::feature::Feature;

/// Shortest step in km: about one pixel of a 15 arc-second grid.
pub const FINEST_STEP_KM: f64 = 0.5;

/// Steps a whole course is divided into at most; a longer one gets longer steps. Twice the pixels
/// of a wide chart, and about 150 kB of JSON.
pub const MOST_STEPS: f64 = 2_000.0;

/// A line from its first to its last place.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Its parts, first to last.
    pub parts: Vec<Part>,
    /// Aim for the distance between two steps, in km.
    pub step_km: f64,
}

/// A stretch of one quality, without a gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Kilometre at which it begins. Gaps between parts count nothing.
    pub from_km: f64,
    /// Kilometre at which it ends.
    pub until_km: f64,
    /// Distance from the end of the part before, in km.
    pub gap_before_km: f64,
    /// Quality of its course: surveyed, traced, coarse or schematic; empty where nothing is said.
    pub quality: String,
    /// Expected distance from the real course in km.
    pub accuracy_km: Option<f64>,
    /// Vertices, longitude before latitude, each with its kilometre.
    vertices: Vec<([f64; 2], f64)>,
}

/// A place on a course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Position of its part.
    pub part: usize,
    /// Kilometre of the course.
    pub distance_km: f64,
    /// Longitude and latitude.
    pub lon_lat: [f64; 2],
}

/// The place of a course that is nearest to another place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearest {
    /// Kilometre of the course.
    pub distance_km: f64,
    /// How far the other place is off, in km.
    pub offset_km: f64,
}

impl Course {
    /// The course of a feature; `None` where it is no line.
    #[must_use]
    pub fn of(feature: &Feature) -> Option<Self> {
        let geometry = feature.geometry()?;
        let lines = match &*geometry {
            Geometry::LineString(line) => std::slice::from_ref(line),
            Geometry::MultiLineString(lines) => lines.0.as_slice(),
            _ => return None,
        };
        let mut parts: Vec<Part> = Vec::new();
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.0.len() > 1) {
            let own = feature.part_qualities().get(index);
            let quality = own.map_or(feature.quality(), String::as_str).to_owned();
            let accuracy_km = accuracy_of_part(feature, index).or(feature.accuracy_km());
            let part = Part::new(line, parts.last(), (quality, accuracy_km));
            parts.push(part);
        }
        let length = parts.last()?.until_km;
        Some(Self { parts, step_km: (length / MOST_STEPS).max(FINEST_STEP_KM) })
    }

    /// Length in km, without gaps.
    #[must_use]
    pub fn length_km(&self) -> f64 {
        self.parts.last().map_or(0.0, |part| part.until_km)
    }

    /// Places in even steps, first and last place of every part among them.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let of_part = |(part, course): (usize, &Part)| {
            let length = course.until_km - course.from_km;
            // At most MOST_STEPS, since no part is longer than the whole.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let n_steps = (length / self.step_km).ceil().max(1.0) as u32;
            let places = (0..=n_steps).map(move |step| {
                let share = f64::from(step) / f64::from(n_steps);
                let distance_km = course.from_km + length * share;
                Step { part, distance_km, lon_lat: course.at(distance_km) }
            });
            places.collect::<Vec<_>>()
        };
        self.parts.iter().enumerate().flat_map(of_part).collect()
    }

    /// The place of the course nearest to another place. Each leg is taken as straight on a plane
    /// that is true to scale at the other place, good to 1 % within 100 km of it.
    #[must_use]
    pub fn nearest(&self, lon_lat: [f64; 2]) -> Option<Nearest> {
        let narrowing = lon_lat[1].to_radians().cos();
        let plane = |[lon, lat]: [f64; 2]| [(lon - lon_lat[0]) * narrowing, lat - lon_lat[1]];
        let legs = self.parts.iter().flat_map(|part| part.vertices.windows(2));
        let feet = legs.map(|leg| {
            let ((start, start_km), (end, end_km)) = (leg[0], leg[1]);
            let (a, b) = (plane(start), plane(end));
            let [dx, dy] = [b[0] - a[0], b[1] - a[1]];
            let square = dx * dx + dy * dy;
            let share = if square > 0.0 { -(a[0] * dx + a[1] * dy) / square } else { 0.0 };
            let share = share.clamp(0.0, 1.0);
            let foot = between(start, end, share);
            let distance_km = start_km + (end_km - start_km) * share;
            Nearest { distance_km, offset_km: km(foot, lon_lat) }
        });
        feet.min_by(|a, b| a.offset_km.total_cmp(&b.offset_km))
    }
}

impl Part {
    fn new(line: &LineString<f64>, before: Option<&Self>, said: (String, Option<f64>)) -> Self {
        let from_km = before.map_or(0.0, |part| part.until_km);
        let mut until_km = from_km;
        let mut vertices: Vec<([f64; 2], f64)> = Vec::with_capacity(line.0.len());
        for place in line.0.iter().map(|place| [place.x, place.y]) {
            until_km += vertices.last().map_or(0.0, |(last, _)| km(*last, place));
            vertices.push((place, until_km));
        }
        let end_before = before.and_then(|part| part.vertices.last());
        let gap = end_before.map(|(end, _)| km(*end, vertices[0].0));
        let (quality, accuracy_km) = said;
        let gap_before_km = gap.unwrap_or(0.0);
        Self { from_km, until_km, gap_before_km, quality, accuracy_km, vertices }
    }

    /// The place at a kilometre of the course.
    fn at(&self, distance_km: f64) -> [f64; 2] {
        let after = self.vertices.partition_point(|(_, km)| *km < distance_km);
        let after = after.clamp(1, self.vertices.len() - 1);
        let ((start, start_km), (end, end_km)) = (self.vertices[after - 1], self.vertices[after]);
        let leg = end_km - start_km;
        let share = if leg > 0.0 { (distance_km - start_km) / leg } else { 0.0 };
        between(start, end, share.clamp(0.0, 1.0))
    }
}

fn between(start: [f64; 2], end: [f64; 2], share: f64) -> [f64; 2] {
    [start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share]
}

/// Great-circle distance of two places in km.
fn km(a: [f64; 2], b: [f64; 2]) -> f64 {
    Haversine.distance(Point::new(a[0], a[1]), Point::new(b[0], b[1])) / 1000.0
}

fn accuracy_of_part(feature: &Feature, index: usize) -> Option<f64> {
    let position = feature.property("position")?;
    position.get("parts")?.get(index)?.get("accuracy_km").and_then(Value::as_f64)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A course through some lines of longitude and latitude.
    pub fn course(lines: &[&[[f64; 2]]], step_km: f64) -> Course {
        let mut parts: Vec<Part> = Vec::new();
        for line in lines {
            let line = LineString::from(line.to_vec());
            parts.push(Part::new(&line, parts.last(), ("coarse".into(), Some(3.0))));
        }
        Course { parts, step_km }
    }

    #[test]
    fn steps_are_even_and_reach_both_ends() {
        // A degree of latitude has 111.195 km on the mean sphere.
        let course = course(&[&[[70.0, 40.0], [70.0, 40.4], [70.0, 41.0]]], 10.0);
        assert!((course.length_km() - 111.195).abs() < 0.01, "{}", course.length_km());
        let steps = course.steps();
        assert_eq!(steps.len(), 13);
        assert_eq!((steps[0].lon_lat, steps[12].lon_lat), ([70.0, 40.0], [70.0, 41.0]));
        for pair in steps.windows(2) {
            let [here, next] = [pair[0], pair[1]];
            let step = course.length_km() / 12.0;
            assert!((next.distance_km - here.distance_km - step).abs() < 1e-9);
            assert!((km(here.lon_lat, next.lon_lat) - step).abs() < 1e-6);
        }
    }

    #[test]
    fn parts_follow_each_other_and_a_gap_counts_nothing() {
        let course = course(&[&[[70.0, 40.0], [70.0, 41.0]], &[[70.0, 42.0], [70.0, 42.5]]], 5.0);
        let [first, second] = [&course.parts[0], &course.parts[1]];
        assert_eq!(first.until_km.to_bits(), second.from_km.to_bits());
        assert!((second.gap_before_km - 111.195).abs() < 0.01);
        assert!((course.length_km() - 1.5 * 111.195).abs() < 0.01);
    }

    #[test]
    fn the_nearest_place_of_a_course_is_the_foot_on_its_leg() {
        let course = course(&[&[[70.0, 40.0], [70.0, 41.0]], &[[70.0, 41.0], [71.0, 41.0]]], 5.0);
        let nearest = course.nearest([70.1, 40.5]).unwrap();
        assert!((nearest.distance_km - 111.195 / 2.0).abs() < 0.1, "{nearest:?}");
        assert!((nearest.offset_km - 8.455).abs() < 0.05, "{nearest:?}");
        let beyond = course.nearest([70.0, 39.0]).unwrap();
        assert!(beyond.distance_km.abs() < 1e-9 && (beyond.offset_km - 111.195).abs() < 0.01);
    }

    #[test]
    fn a_line_of_two_equal_places_has_no_length_and_no_fault() {
        let course = course(&[&[[70.0, 40.0], [70.0, 40.0]]], 0.5);
        assert_eq!(course.steps().len(), 2);
        assert!(course.length_km().abs() < 1e-12);
        assert!(course.nearest([70.0, 40.0]).is_some());
    }
}
