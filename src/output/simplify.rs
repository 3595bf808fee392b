//! How much each vertex of a line matters, measured once for all zooms.
//!
//! Douglas and Peucker's rule ("Algorithms for the reduction of the number of points", 1973) run to
//! the end: each vertex keeps the distance at which it was chosen, so that simplifying for a zoom is
//! one comparison a vertex, and neighbouring tiles agree. The same idea as in geojson-vt.

use super::tile::Vertex;

/// Sets `importance` of every vertex. The ends of a line are infinitely important; so is, in a
/// closed ring, the vertex farthest from where it starts, without which it would collapse.
pub(super) fn importance(line: &mut [Vertex]) {
    let Some(last) = line.len().checked_sub(1) else {
        return;
    };
    let mut spans = vec![(0, last, f64::INFINITY)];
    while let Some((from, to, limit)) = spans.pop() {
        let Some((middle, distance)) = farthest(line, from, to) else {
            continue;
        };
        let ring =
            from == 0 && to == last && (line[from].x, line[from].y) == (line[to].x, line[to].y);
        // A vertex never outranks the one that split off its span: parents stay with children.
        let importance = if ring { f64::INFINITY } else { distance.min(limit) };
        line[middle].importance = importance;
        spans.push((from, middle, importance));
        spans.push((middle, to, importance));
    }
}

/// The vertex between two others that lies farthest from the segment joining them.
fn farthest(line: &[Vertex], from: usize, to: usize) -> Option<(usize, f64)> {
    let between = line.get(from + 1..to)?;
    let distances = between.iter().map(|vertex| distance(vertex, &line[from], &line[to]));
    distances
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(offset, distance)| (from + 1 + offset, distance))
}

/// Distance of a vertex from the segment `a`-`b`.
fn distance(vertex: &Vertex, a: &Vertex, b: &Vertex) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx * dx + dy * dy;
    let along = ((vertex.x - a.x) * dx + (vertex.y - a.y) * dy) / length;
    let share = if length > 0.0 { along.clamp(0.0, 1.0) } else { 0.0 };
    (vertex.x - a.x - dx * share).hypot(vertex.y - a.y - dy * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f64, f64)]) -> Vec<Vertex> {
        let mut line: Vec<_> =
            points.iter().map(|&(x, y)| Vertex { x, y, importance: f64::INFINITY }).collect();
        importance(&mut line);
        line
    }

    #[test]
    fn ends_always_stay_and_a_bend_matters_by_its_height() {
        let line = line(&[(0.0, 0.0), (0.5, 0.2), (1.0, 0.0)]);
        assert_eq!(line[0].importance, f64::INFINITY);
        assert!((line[1].importance - 0.2).abs() < 1e-12);
        assert_eq!(line[2].importance, f64::INFINITY);
    }

    #[test]
    fn a_vertex_on_the_way_does_not_matter() {
        assert_eq!(line(&[(0.0, 0.0), (0.5, 0.0), (1.0, 0.0)])[1].importance, 0.0);
    }

    #[test]
    fn a_ring_keeps_its_far_side() {
        let ring = line(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]);
        assert_eq!(ring[2].importance, f64::INFINITY);
        assert!(ring.iter().all(|vertex| vertex.importance > 0.7));
    }

    #[test]
    fn a_long_line_does_not_recurse() {
        let zigzag: Vec<_> = (0..4_000).map(|i| (f64::from(i), f64::from(i % 2))).collect();
        assert_eq!(line(&zigzag).len(), 4_000);
    }
}
