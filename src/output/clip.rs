//! Lines and rings cut at the edges of a square.
//!
//! Lines by Liang and Barsky ("A new concept and method for line clipping", 1984), rings by
//! Sutherland and Hodgman ("Reentrant polygon clipping", 1974): a ring that leaves the square twice
//! stays one ring, joined along the edge, which lies in the margin where nobody sees it.

/// The square `low..=high` in both axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Square {
    pub low: f64,
    pub high: f64,
}

/// The pieces of `line` inside the square, in order.
pub(super) fn clip_line(line: &[[f64; 2]], square: Square) -> Vec<Vec<[f64; 2]>> {
    let mut pieces: Vec<Vec<[f64; 2]>> = Vec::new();
    let mut joined = false;
    for (&from, &to) in line.iter().zip(line.iter().skip(1)) {
        let Some((enter, leave)) = inside(from, to, square) else {
            joined = false;
            continue;
        };
        let end = along(from, to, leave, square);
        match pieces.last_mut() {
            Some(piece) if joined => piece.push(end),
            _ => pieces.push(vec![along(from, to, enter, square), end]),
        }
        joined = leave >= 1.0;
    }
    pieces
}

/// The ring cut at the four edges in turn; empty if it lies outside. The answer is not closed.
pub(super) fn clip_ring(ring: &[[f64; 2]], square: Square) -> Vec<[f64; 2]> {
    let mut points = ring.to_vec();
    for (axis, bound, keep_greater) in [
        (0, square.low, true),
        (0, square.high, false),
        (1, square.low, true),
        (1, square.high, false),
    ] {
        points = cut_edge(&points, axis, bound, keep_greater);
    }
    points
}

/// The shares of the way from `from` to `to` at which it enters and leaves the square.
fn inside(from: [f64; 2], to: [f64; 2], square: Square) -> Option<(f64, f64)> {
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    for axis in 0..2 {
        let way = to[axis] - from[axis];
        let (before, after) = (square.low - from[axis], square.high - from[axis]);
        if way == 0.0 {
            if before > 0.0 || after < 0.0 {
                return None;
            }
            continue;
        }
        let (near, far) = (before / way, after / way);
        enter = enter.max(near.min(far));
        leave = leave.min(near.max(far));
    }
    (enter <= leave).then_some((enter, leave))
}

/// The point at a share of the way; held to the square against rounding.
fn along(from: [f64; 2], to: [f64; 2], share: f64, square: Square) -> [f64; 2] {
    let at = |axis: usize| {
        let value = if share <= 0.0 {
            from[axis]
        } else if share >= 1.0 {
            to[axis]
        } else {
            from[axis] + (to[axis] - from[axis]) * share
        };
        value.clamp(square.low, square.high)
    };
    [at(0), at(1)]
}

fn cut_edge(ring: &[[f64; 2]], axis: usize, bound: f64, keep_greater: bool) -> Vec<[f64; 2]> {
    let kept = |at: &[f64; 2]| {
        if keep_greater { at[axis] >= bound } else { at[axis] <= bound }
    };
    let mut cut = Vec::with_capacity(ring.len());
    let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
    for (last, this) in before.zip(ring) {
        if kept(last) != kept(this) {
            let other = 1 - axis;
            let share = (bound - last[axis]) / (this[axis] - last[axis]);
            let mut crossing = *this;
            crossing[axis] = bound;
            crossing[other] = last[other] + (this[other] - last[other]) * share;
            cut.push(crossing);
        }
        if kept(this) {
            cut.push(*this);
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: Square = Square { low: 0.0, high: 10.0 };

    #[test]
    fn a_line_through_the_square_is_cut_at_both_edges() {
        let pieces = clip_line(&[[-5.0, 5.0], [15.0, 5.0]], SQUARE);
        assert_eq!(pieces, vec![vec![[0.0, 5.0], [10.0, 5.0]]]);
    }

    #[test]
    fn a_line_inside_is_kept_whole() {
        let line = [[1.0, 1.0], [2.0, 5.0], [9.0, 9.0]];
        assert_eq!(clip_line(&line, SQUARE), vec![line.to_vec()]);
    }

    #[test]
    fn a_line_that_passes_a_corner_outside_has_no_piece() {
        assert!(clip_line(&[[-5.0, 4.0], [4.0, -6.0]], SQUARE).is_empty());
        assert!(clip_line(&[[3.0, 3.0]], SQUARE).is_empty());
    }

    #[test]
    fn a_ring_around_the_square_becomes_the_square() {
        let ring = [[-5.0, -5.0], [15.0, -5.0], [15.0, 15.0], [-5.0, 15.0], [-5.0, -5.0]];
        let cut = clip_ring(&ring, SQUARE);
        for corner in [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]] {
            assert!(cut.contains(&corner), "{corner:?} in {cut:?}");
        }
    }

    #[test]
    fn a_ring_elsewhere_is_empty() {
        assert!(clip_ring(&[[20.0, 20.0], [30.0, 20.0], [30.0, 30.0]], SQUARE).is_empty());
        assert!(clip_ring(&[], SQUARE).is_empty());
    }
}
