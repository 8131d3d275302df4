//! Dashed rules across a panel, and where their labels find room.

use plotters::element::Text;
use plotters::style::text_anchor::{HPos, VPos};

use super::Plot;
use super::clip::clip;
use super::draw::{Area, Chart, Drawn, drawn, text};
use super::ellipse::Point;
use super::layout::{Layout, NOTE_SIZE, text_width};
use super::mark::Mark;
use super::svg::SCALE;

/// Between a rule and its label, in CSS pixels.
const GAP: f64 = 5.0;

/// The two ends of a rule; none for another mark.
pub(super) fn ends(mark: &Mark, layout: &Layout) -> Vec<Point> {
    let (x_range, y_range) = (&layout.x.range, &layout.y.range);
    match mark {
        Mark::Horizontal { y, .. } => vec![(x_range.start, *y), (x_range.end, *y)],
        Mark::Vertical { x, .. } => vec![(*x, y_range.start), (*x, y_range.end)],
        _ => vec![],
    }
}

/// Writes the label of each rule beside it, where it covers least.
pub(super) fn draw_labels(root: &Area, chart: &Chart, plot: &Plot, layout: &Layout) -> Drawn {
    let css = |(x, y): (i32, i32)| (css_pixels(x), css_pixels(y));
    let lines_on_page = |mark: &Mark| {
        let lines = outlines(mark, layout).into_iter();
        let on_page = lines.map(|line| line.iter().map(|p| css(chart.backend_coord(p))).collect());
        on_page.collect::<Vec<Vec<Point>>>()
    };
    let (x_pixels, y_pixels) = chart.plotting_area().get_pixel_range();
    let frame = Frame {
        left: css_pixels(x_pixels.start),
        right: css_pixels(x_pixels.end),
        top: css_pixels(y_pixels.start),
        bottom: css_pixels(y_pixels.end),
    };
    let all_lines = plot.marks.iter().flat_map(lines_on_page);
    let mut occupied: Vec<Point> = all_lines.flat_map(|line| dense(&line)).collect();
    for mark in &plot.marks {
        let (Mark::Horizontal { label, .. } | Mark::Vertical { label, .. }) = mark else {
            continue;
        };
        if label.is_empty() {
            continue;
        }
        let width = text_width(label, NOTE_SIZE);
        // A rule that the ranges leave out has no line on the page.
        let rules = lines_on_page(mark);
        let places = rules.iter().flat_map(|ends| frame.places(ends, width));
        let covered = |place: &Place| occupied.iter().filter(|p| place.covers(**p)).count();
        let Some(place) = places.min_by_key(covered) else {
            continue;
        };
        let end = (place.left + width, place.middle);
        let (x, h_pos) = if place.flush_right {
            (end.0, HPos::Right)
        } else {
            (place.left, HPos::Left)
        };
        let style = text(NOTE_SIZE, 0.8, h_pos, VPos::Center);
        let corner = (drawn(x), drawn(place.middle));
        root.draw(&Text::new(label.as_str(), corner, style))?;
        occupied.extend(dense(&[(place.left, place.middle), end]));
    }
    Ok(())
}

/// Where a label may stand, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    left: f64,
    middle: f64,
    width: f64,
    /// Whether the text ends on the right side, however wide it turns out to be.
    flush_right: bool,
}

impl Place {
    fn covers(&self, (x, y): Point) -> bool {
        self.left - 2.0 <= x
            && x <= self.left + self.width + 2.0
            && (y - self.middle).abs() <= NOTE_SIZE * 0.7
    }
}

/// The edges of a panel on the page, in CSS pixels.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Frame {
    /// The places on both sides of a rule that lie within the frame, the best first: from the
    /// right end of a horizontal rule, and from the top of a vertical one.
    fn places(&self, ends: &[Point], width: f64) -> Vec<Place> {
        let (x, y) = ends[0];
        let is_horizontal = ends[1].1 == y;
        let place = |left, middle, flush_right| Place {
            left,
            middle,
            width,
            flush_right,
        };
        let along = |share: f64| {
            if is_horizontal {
                let room = self.right - self.left - width - 2.0 * GAP;
                let left = self.right - GAP - width - share * room;
                [y - GAP - 4.0, y + GAP + 4.0].map(|middle| place(left, middle, share == 0.0))
            } else {
                let middle = self.top + 8.0 + share * (self.bottom - self.top - 16.0);
                let right_side = place(x + GAP, middle, false);
                [right_side, place(x - GAP - width, middle, true)]
            }
        };
        let places = (0..=10).flat_map(|tenth| along(f64::from(tenth) / 10.0));
        let fits = |place: &Place| {
            place.left >= self.left
                && place.left + width <= self.right
                && place.middle >= self.top
                && place.middle <= self.bottom
        };
        places.filter(fits).collect()
    }
}

/// The lines, and the points as lines of one, that a mark has within the panel and that a
/// label should leave free.
fn outlines(mark: &Mark, layout: &Layout) -> Vec<Vec<Point>> {
    let clipped = |line: &[Point]| clip(line, &layout.x.range, &layout.y.range);
    let inside = |point: &Point| layout.contains(*point).then(|| vec![*point]);
    match mark {
        Mark::Cloud(dots) => dots.iter().filter_map(|(point, _)| inside(point)).collect(),
        Mark::Dots(series) => series.points.iter().filter_map(inside).collect(),
        Mark::Line(series) => clipped(&series.points),
        Mark::Components(components) => {
            let ellipses = components.iter().flat_map(|c| [&c.one_sigma, &c.two_sigma]);
            let centers = components.iter().filter_map(|c| inside(&c.center));
            ellipses
                .flat_map(|line| clipped(line))
                .chain(centers)
                .collect()
        }
        Mark::Histogram(bars) => {
            let tops = bars
                .iter()
                .flat_map(|b| [(b.left, b.height), (b.right, b.height)]);
            clipped(&tops.collect::<Vec<_>>())
        }
        Mark::Horizontal { .. } | Mark::Vertical { .. } => clipped(&ends(mark, layout)),
        Mark::Image(_) => vec![],
    }
}

/// Points along a line, a few pixels apart.
fn dense(line: &[Point]) -> Vec<Point> {
    let between = line.windows(2).flat_map(|pair| {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let length = ((x1 - x0).powi(2) + (y1 - y0).powi(2)).sqrt();
        let n_steps = (length / 4.0).ceil().max(1.0);
        (1..=n_steps as u32).map(move |step| {
            let share = f64::from(step) / n_steps;
            (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
        })
    });
    line.first().copied().into_iter().chain(between).collect()
}

fn css_pixels(length: i32) -> f64 {
    f64::from(length) / f64::from(SCALE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        left: 0.0,
        right: 200.0,
        top: 0.0,
        bottom: 100.0,
    };

    #[test]
    fn a_label_stays_within_the_frame() {
        let at_the_top = FRAME.places(&[(0.0, 2.0), (200.0, 2.0)], 50.0);
        assert!(!at_the_top.is_empty() && at_the_top.iter().all(|p| p.middle > 2.0));
        let at_the_right = FRAME.places(&[(190.0, 0.0), (190.0, 100.0)], 50.0);
        assert!(!at_the_right.is_empty() && at_the_right.iter().all(|p| p.left < 140.0));
        assert_eq!(FRAME.places(&[(0.0, 50.0), (200.0, 50.0)], 300.0), []);
    }

    #[test]
    fn a_dense_line_has_no_gaps_wider_than_four_pixels() {
        let points = dense(&[(0.0, 0.0), (30.0, 40.0), (30.0, 41.0)]);
        assert_eq!(points.len(), 1 + 13 + 1); // 50 / 4 rounded up, then one short step
        assert_eq!(points.last(), Some(&(30.0, 41.0)));
    }
}
