//! Clips lines at the edges of a panel.

use std::ops::Range;

use super::ellipse::Point;

/// The parts of `line` inside the box, in order, each with two points or more.
pub(super) fn clip(line: &[Point], x: &Range<f64>, y: &Range<f64>) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    let mut joined = false;
    for ends in line.windows(2) {
        let Some((from, to, reaches_end)) = clip_segment(ends[0], ends[1], x, y) else {
            joined = false;
            continue;
        };
        match parts.last_mut() {
            Some(part) if joined => part.push(to),
            _ => parts.push(vec![from, to]),
        }
        joined = reaches_end;
    }
    parts
}

/// The part of a segment inside the box, and whether the segment's own end belongs to it.
///
/// # References
/// Liang & Barsky 1984, *ACM Transactions on Graphics* 3, 1–22.
fn clip_segment(
    from: Point,
    to: Point,
    x: &Range<f64>,
    y: &Range<f64>,
) -> Option<(Point, Point, bool)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    // Inside is where step · t ≤ room, for each of the four edges.
    for (step, room) in [
        (-dx, from.0 - x.start),
        (dx, x.end - from.0),
        (-dy, from.1 - y.start),
        (dy, y.end - from.1),
    ] {
        if step < 0.0 {
            enter = enter.max(room / step);
        } else if step > 0.0 {
            leave = leave.min(room / step);
        } else if room < 0.0 {
            return None;
        }
    }
    let at = |t: f64| match t {
        0.0 => from,
        1.0 => to,
        _ => (from.0 + t * dx, from.1 + t * dy),
    };
    (enter <= leave).then(|| (at(enter), at(leave), leave == 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_where_it_leaves_and_taken_up_where_it_comes_back() {
        let zigzag = [
            (-1.0, 0.5),
            (0.5, 0.5),
            (0.5, 2.0),
            (0.75, 2.0),
            (0.75, 0.0),
        ];
        assert_eq!(
            clip(&zigzag, &(0.0..1.0), &(0.0..1.0)),
            [
                vec![(0.0, 0.5), (0.5, 0.5), (0.5, 1.0)],
                vec![(0.75, 1.0), (0.75, 0.0)],
            ]
        );
    }

    #[test]
    fn a_line_inside_stays_whole_and_one_outside_goes() {
        let inside = [(0.1, 0.2), (0.9, 0.2), (0.5, 0.7)];
        assert_eq!(clip(&inside, &(0.0..1.0), &(0.0..1.0)), [inside.to_vec()]);
        let outside = [(-1.0, 0.5), (0.5, 2.5)];
        assert!(clip(&outside, &(0.0..1.0), &(0.0..1.0)).is_empty());
    }
}
