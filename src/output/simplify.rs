//! How much each vertex of a line matters, measured once for all zooms.
//!
//! Douglas and Peucker's rule ("Algorithms for the reduction of the number of points", 1973) run to
//! the end: each vertex keeps the distance at which it was chosen, so that simplifying for a zoom is
//! one comparison a vertex, and neighbouring tiles agree. The same idea as in geojson-vt.

/// The importance of every vertex, in the unit of the line. The ends of a line are infinitely
/// important; so is, in a closed ring, the vertex farthest from where it starts, without which it
/// would collapse.
pub(super) fn importance(line: &[[i32; 2]]) -> Vec<f64> {
    let mut importance = vec![f64::INFINITY; line.len()];
    let Some(last) = line.len().checked_sub(1) else {
        return importance;
    };
    let mut spans = vec![(0, last, f64::INFINITY)];
    while let Some((from, to, limit)) = spans.pop() {
        let Some((middle, distance)) = farthest(line, from, to) else {
            continue;
        };
        let ring = from == 0 && to == last && line[from] == line[to];
        // A vertex never outranks the one that split off its span: parents stay with children.
        let own = if ring { f64::INFINITY } else { distance.min(limit) };
        importance[middle] = own;
        spans.push((from, middle, own));
        spans.push((middle, to, own));
    }
    importance
}

/// The vertex between two others that lies farthest from the segment joining them.
fn farthest(line: &[[i32; 2]], from: usize, to: usize) -> Option<(usize, f64)> {
    let between = line.get(from + 1..to)?;
    let distances = between.iter().map(|vertex| distance(*vertex, line[from], line[to]));
    distances
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(offset, distance)| (from + 1 + offset, distance))
}

/// Distance of a vertex from the segment `a`-`b`.
fn distance(vertex: [i32; 2], a: [i32; 2], b: [i32; 2]) -> f64 {
    let between = |from: [i32; 2], to: [i32; 2]| {
        [0, 1].map(|axis| f64::from(to[axis]) - f64::from(from[axis]))
    };
    let ([dx, dy], [x, y]) = (between(a, b), between(a, vertex));
    let length = dx * dx + dy * dy;
    let share = if length > 0.0 { ((x * dx + y * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (off_x, off_y) = (x - dx * share, y - dy * share);
    (off_x * off_x + off_y * off_y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_always_stay_and_a_bend_matters_by_its_height() {
        let found = importance(&[[0, 0], [50, 20], [100, 0]]);
        assert_eq!(found, [f64::INFINITY, 20.0, f64::INFINITY]);
    }

    #[test]
    fn a_vertex_on_the_way_does_not_matter() {
        assert_eq!(importance(&[[0, 0], [50, 0], [100, 0]])[1], 0.0);
    }

    #[test]
    fn a_ring_keeps_its_far_side() {
        let ring = importance(&[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]);
        assert_eq!(ring[2], f64::INFINITY);
        assert!(ring.iter().all(|importance| *importance > 7.0));
    }

    #[test]
    fn a_long_line_does_not_recurse() {
        let zigzag: Vec<_> = (0..4_000).map(|i| [i, i % 2]).collect();
        assert_eq!(importance(&zigzag).len(), 4_000);
        assert_eq!(importance(&[]).len(), 0);
    }
}
