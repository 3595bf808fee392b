//! A profile: the heights along a course, and what they say of it.

use crate::terrain::course::{Course, Step};
use crate::terrain::grid::Grid;
use crate::terrain::landmark::Landmark;

/// Metres by which the ground has to rise or fall before it counts as climb or descent. A grid of
/// whole metres, read beside the real line, would otherwise add up its own noise.
pub const THRESHOLD_M: f64 = 10.0;

/// Heights along a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The line.
    pub course: Course,
    /// Its places in even steps.
    pub samples: Vec<Sample>,
    /// What has a name along it, first to last, with the height of the ground there in metres.
    pub landmarks: Vec<(Landmark, Option<f64>)>,
    /// Share of the length that has heights, 0 to 1.
    pub covered: f64,
    /// The highest sample; the first of several.
    pub highest: Option<Sample>,
    /// The lowest sample; the first of several.
    pub lowest: Option<Sample>,
    /// Sum of all climbs in metres, from the first to the last place.
    pub climb_m: f64,
    /// Sum of all descents in metres.
    pub descent_m: f64,
}

/// A place with its height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// The place.
    pub step: Step,
    /// Metres above the sea; `None` where the grid has no height.
    pub elevation_m: Option<f64>,
}

impl Profile {
    /// Reads the heights of a course from a grid.
    #[must_use]
    pub fn new(course: Course, landmarks: Vec<Landmark>, grid: &Grid) -> Self {
        let read = |step: Step| Sample { step, elevation_m: grid.elevation(step.lon_lat) };
        let samples: Vec<Sample> = course.steps().into_iter().map(read).collect();
        let landmarks = landmarks.into_iter().map(|landmark| {
            let height = height_at(&samples, landmark.distance_km);
            (landmark, height)
        });
        let landmarks = landmarks.collect();
        let known = || samples.iter().filter_map(|s| Some((*s, s.elevation_m?)));
        let highest = known().reduce(|best, next| if next.1 > best.1 { next } else { best });
        let lowest = known().reduce(|best, next| if next.1 < best.1 { next } else { best });
        let (climb_m, descent_m) = climbs(&course, &samples);
        Self {
            covered: covered(&samples, course.length_km()),
            highest: highest.map(|(sample, _)| sample),
            lowest: lowest.map(|(sample, _)| sample),
            climb_m,
            descent_m,
            course,
            landmarks,
            samples,
        }
    }
}

/// The height at a kilometre of the course, straight between the samples before and after it.
fn height_at(samples: &[Sample], distance_km: f64) -> Option<f64> {
    let after = samples.partition_point(|s| s.step.distance_km < distance_km);
    let next = samples.get(after)?;
    let Some(before) = after.checked_sub(1).map(|index| &samples[index]) else {
        return next.elevation_m;
    };
    let step = next.step.distance_km - before.step.distance_km;
    let share = if step > 0.0 { (distance_km - before.step.distance_km) / step } else { 0.0 };
    let (from, to) = (before.elevation_m?, next.elevation_m?);
    Some(from + (to - from) * share)
}

/// Share of a length between samples that both have heights.
fn covered(samples: &[Sample], length_km: f64) -> f64 {
    if length_km <= 0.0 {
        return 0.0;
    }
    let steps = samples.windows(2).filter(|pair| pair.iter().all(|s| s.elevation_m.is_some()));
    let known: f64 = steps.map(|pair| pair[1].step.distance_km - pair[0].step.distance_km).sum();
    (known / length_km).clamp(0.0, 1.0)
}

/// Climb and descent in metres. Each stretch without a gap is taken by itself.
fn climbs(course: &Course, samples: &[Sample]) -> (f64, f64) {
    let joined = |a: &Sample, b: &Sample| {
        let gap =
            a.step.part != b.step.part && course.parts[b.step.part].gap_before_km > course.step_km;
        !gap && a.elevation_m.is_some() && b.elevation_m.is_some()
    };
    let stretches = samples.chunk_by(joined);
    let sums = stretches.map(|stretch| {
        let heights: Vec<f64> = stretch.iter().filter_map(|s| s.elevation_m).collect();
        rise_and_fall(&heights, THRESHOLD_M)
    });
    sums.fold((0.0, 0.0), |(climb, descent), (rise, fall)| (climb + rise, descent + fall))
}

/// The sums of rises and falls between turning points that are at least `threshold` apart
/// (hysteresis). Rise less fall is always the last height less the first: what is left over at
/// either end, less than a threshold, counts too.
fn rise_and_fall(heights: &[f64], threshold: f64) -> (f64, f64) {
    let Some((&first, rest)) = heights.split_first() else { return (0.0, 0.0) };
    let (mut rise, mut fall) = (0.0, 0.0);
    let mut count = |from: f64, to: f64| {
        rise += (to - from).max(0.0);
        fall += (from - to).max(0.0);
    };
    // The turning point behind, and the farthest height since, in the direction of travel.
    let (mut turn, mut far) = (first, first);
    for &height in rest {
        let onward = (height - far) * (far - turn) >= 0.0;
        if onward {
            far = height;
        } else if (height - far).abs() >= threshold {
            count(turn, far);
            (turn, far) = (far, height);
        }
    }
    count(turn, far);
    let last = heights[heights.len() - 1];
    count(far, last);
    (rise, fall)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terrain::course::tests::course;
    use crate::terrain::grid::tests::grid;
    use crate::terrain::landmark::Kind;

    /// Along 40.5° N from 69.0 to 70.0, 84.6 km, in steps of about 0.5 km.
    const LINE: [[f64; 2]; 2] = [[69.0, 40.5], [70.0, 40.5]];

    fn profile(lines: &[&[[f64; 2]]], surface: &dyn Fn([f64; 2]) -> f64) -> Profile {
        let course = course(lines, 0.5);
        let places: Vec<[f64; 2]> = course.steps().iter().map(|step| step.lon_lat).collect();
        let grid = grid(&places, surface);
        let near = course.nearest([69.5, 40.51]).unwrap();
        let pass = Landmark {
            kind: Kind::Pass,
            name: "Middle".into(),
            distance_km: near.distance_km,
            offset_km: near.offset_km,
        };
        Profile::new(course, vec![pass], &grid)
    }

    fn near(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() <= within, "{found} instead of {expected}");
    }

    #[test]
    fn a_slope_is_all_climb() {
        let profile = profile(&[&LINE], &|[lon, _]| (lon - 69.0) * 2_000.0 + 300.0);
        near(profile.climb_m, 2_000.0, 2.0);
        near(profile.descent_m, 0.0, 1.0);
        near(profile.highest.unwrap().step.distance_km, profile.course.length_km(), 1e-6);
        near(profile.lowest.unwrap().elevation_m.unwrap(), 300.0, 1.0);
        near(profile.landmarks[0].1.unwrap(), 1_300.0, 3.0);
        near(profile.covered, 1.0, 1e-9);
    }

    #[test]
    fn a_hill_is_as_much_climb_as_descent_with_its_top_in_the_middle() {
        let hill = |[lon, _]: [f64; 2]| 4_000.0 - (lon - 69.5).powi(2) * 8_000.0;
        let profile = profile(&[&LINE], &hill);
        near(profile.climb_m, 2_000.0, 5.0);
        near(profile.descent_m, 2_000.0, 5.0);
        let top = profile.highest.unwrap();
        near(top.elevation_m.unwrap(), 4_000.0, 1.0);
        near(top.step.distance_km, profile.course.length_km() / 2.0, 2.0);
    }

    #[test]
    fn ripples_below_the_threshold_are_neither_climb_nor_descent() {
        let ripples = |[lon, _]: [f64; 2]| 500.0 + 4.0 * (lon * 300.0).sin();
        let rippled = profile(&[&LINE], &ripples);
        assert!(rippled.climb_m <= THRESHOLD_M, "{}", rippled.climb_m);
        assert!(rippled.descent_m <= THRESHOLD_M, "{}", rippled.descent_m);
        let flat = profile(&[&LINE], &|_| 500.0);
        near(flat.climb_m + flat.descent_m, 0.0, 1e-6);
    }

    #[test]
    fn the_jump_over_a_gap_is_no_climb() {
        let steps = |[_, lat]: [f64; 2]| if lat > 41.2 { 3_000.0 } else { 1_000.0 };
        let above = [[69.0, 41.5], [70.0, 41.5]];
        let profile = profile(&[&LINE, &above], &steps);
        assert!(profile.course.parts[1].gap_before_km > 100.0);
        near(profile.climb_m, 0.0, 1e-6);
        near(profile.highest.unwrap().elevation_m.unwrap(), 3_000.0, 1e-6);
    }

    #[test]
    fn what_lies_outside_the_grid_has_no_height_and_is_not_covered() {
        let profile = profile(&[&[[71.0, 40.5], [73.0, 40.5]]], &|_| 700.0);
        near(profile.covered, 0.5, 0.01);
        assert_eq!(profile.samples.last().unwrap().elevation_m, None);
        near(profile.highest.unwrap().elevation_m.unwrap(), 700.0, 1e-6);
    }

    proptest::proptest! {
        #[test]
        fn rise_less_fall_is_the_last_height_less_the_first(
            heights in proptest::collection::vec(-400.0f64..8_000.0, 1..200),
            threshold in 0.0f64..100.0,
        ) {
            let (rise, fall) = rise_and_fall(&heights, threshold);
            let way: f64 = heights.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
            near(rise - fall, heights[heights.len() - 1] - heights[0], 1e-6);
            proptest::prop_assert!(rise >= 0.0 && fall >= 0.0 && rise + fall <= way + 1e-6);
        }
    }
}
