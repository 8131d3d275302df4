//! Dashed rules across a panel, and where their labels find room.

use plotters::element::Text;
use plotters::style::text_anchor::{HPos, VPos};

use super::Plot;
use super::draw::{Area, Chart, Drawn, drawn, text};
use super::ellipse::Point;
use super::layout::{Layout, NOTE_SIZE, text_width};
use super::mark::Mark;
use super::rewrite::SCALE;

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

/// Where a label may stand, in CSS pixels: its left side, its middle and its width.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    left: f64,
    middle: f64,
    width: f64,
}

impl Place {
    fn covers(&self, (x, y): Point) -> bool {
        self.left - 2.0 <= x
            && x <= self.left + self.width + 2.0
            && (y - self.middle).abs() <= NOTE_SIZE * 0.7
    }
}

/// Writes the label of each rule beside it, where it covers least.
pub(super) fn draw_labels(root: &Area, chart: &Chart, plot: &Plot, layout: &Layout) -> Drawn {
    let pixel = |point: &Point| {
        let (x, y) = chart.backend_coord(point);
        (
            f64::from(x) / f64::from(SCALE),
            f64::from(y) / f64::from(SCALE),
        )
    };
    let area = chart.plotting_area().get_pixel_range();
    let css = |length: i32| f64::from(length) / f64::from(SCALE);
    let (left, right) = (css(area.0.start), css(area.0.end));
    let (top, bottom) = (css(area.1.start), css(area.1.end));

    let outlines = plot.marks.iter().flat_map(|mark| outlines(mark, layout));
    let mut occupied: Vec<Point> = outlines
        .flat_map(|line| dense(&line.iter().map(pixel).collect::<Vec<_>>()))
        .collect();
    for mark in &plot.marks {
        let (Mark::Horizontal { label, .. } | Mark::Vertical { label, .. }) = mark else {
            continue;
        };
        if label.is_empty() {
            continue;
        }
        let width = text_width(label, NOTE_SIZE);
        let (x, y) = pixel(&ends(mark, layout)[0]);
        let is_horizontal = matches!(mark, Mark::Horizontal { .. });
        let places = (0..=10).flat_map(|tenth| {
            let share = f64::from(tenth) / 10.0;
            if is_horizontal {
                let left = right - GAP - width - share * (right - left - width - 2.0 * GAP);
                [y - GAP - 4.0, y + GAP + 4.0].map(|middle| Place {
                    left,
                    middle,
                    width,
                })
            } else {
                let middle = top + 8.0 + share * (bottom - top - 16.0);
                [x + GAP, x - GAP - width].map(|left| Place {
                    left,
                    middle,
                    width,
                })
            }
        });
        let fits = |place: &Place| {
            place.left >= left
                && place.left + width <= right
                && place.middle >= top
                && place.middle <= bottom
        };
        let covered = |place: &Place| occupied.iter().filter(|p| place.covers(**p)).count();
        let Some(place) = places.filter(fits).min_by_key(covered) else {
            continue;
        };
        let style = text(NOTE_SIZE, 0.8, HPos::Left, VPos::Center);
        let corner = (drawn(place.left), drawn(place.middle));
        root.draw(&Text::new(label.as_str(), corner, style))?;
        let end = (place.left + width, place.middle);
        occupied.extend(dense(&[(place.left, place.middle), end]));
    }
    Ok(())
}

/// The lines and points of a mark that a label should leave free.
fn outlines(mark: &Mark, layout: &Layout) -> Vec<Vec<Point>> {
    match mark {
        Mark::Cloud(dots) => dots.iter().map(|(point, _)| vec![*point]).collect(),
        Mark::Dots(series) => series.points.iter().map(|point| vec![*point]).collect(),
        Mark::Line(series) => vec![series.points.clone()],
        Mark::Components(components) => {
            let ellipses = components.iter();
            ellipses
                .flat_map(|c| [c.one_sigma.clone(), c.two_sigma.clone(), vec![c.center]])
                .collect()
        }
        Mark::Histogram(bars) => {
            let top = bars
                .iter()
                .flat_map(|b| [(b.left, b.height), (b.right, b.height)]);
            vec![top.collect()]
        }
        Mark::Horizontal { .. } | Mark::Vertical { .. } => vec![ends(mark, layout)],
    }
}

/// Points along a line, a few pixels apart.
fn dense(line: &[Point]) -> Vec<Point> {
    let between = line.windows(2).flat_map(|pair| {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let n_steps = ((x1 - x0).hypot(y1 - y0) / 4.0).ceil().max(1.0);
        (1..=n_steps as u32).map(move |step| {
            let share = f64::from(step) / n_steps;
            (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
        })
    });
    line.first().copied().into_iter().chain(between).collect()
}
