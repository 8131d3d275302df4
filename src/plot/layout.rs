//! Where things stand on a panel, in CSS pixels.

use super::Plot;
use super::axis::Axis;
use super::ellipse::Point;
use super::mark::Mark;

pub(super) const TITLE_SIZE: f64 = 13.0;
pub(super) const LABEL_SIZE: f64 = 12.5;
pub(super) const TICK_SIZE: f64 = 11.0;
pub(super) const NOTE_SIZE: f64 = 11.5;
/// Length of a tick; the number stands as far again from its end.
pub(super) const TICK_LENGTH: f64 = 4.0;
/// Room for the sample of color before a legend's text.
pub(super) const SWATCH: f64 = 24.0;

/// Room between the labels of the axes and the edges of the figure.
pub(super) const EDGE: f64 = 2.0;

const LINE_HEIGHT: f64 = 18.0;

/// Margins between the frame of a panel and the edges of the figure, and what stands in them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// Width and height of the whole figure.
    pub size: (u32, u32),
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub x: Axis,
    pub y: Axis,
    /// How much of their full size dots and lines have: less on a small panel.
    pub weight: f64,
    /// Left end and middle of each entry of the legend.
    pub legend: Vec<(f64, f64)>,
}

impl Layout {
    pub(super) fn new(plot: &Plot, (width, height): (u32, u32)) -> Self {
        let (xs, ys): (Vec<_>, Vec<_>) = plot.marks.iter().map(Mark::reach).unzip();
        let has_bars = plot.marks.iter().any(|m| matches!(m, Mark::Histogram(_)));
        let max_ticks = |length: u32, apart: u32| (length / apart).clamp(3, 8) as usize;
        let (x_range, y_range) = match plot.picture() {
            Some(image) => (
                Some((0.0, image.width as f64)),
                Some((0.0, image.height as f64)),
            ),
            None => (plot.x_range, plot.y_range),
        };
        let x = Axis::new(&xs.concat(), x_range, false, max_ticks(width, 48));
        let y = Axis::new(&ys.concat(), y_range, has_bars, max_ticks(height, 42));
        let x = plot.x_base.map_or(x.clone(), |base| x.of_powers(base));
        let y = plot.y_base.map_or(y.clone(), |base| y.of_powers(base));

        let line_if = |text: &str| if text.is_empty() { 0.0 } else { LINE_HEIGHT };
        let y_ticks = y.tick_labels();
        let widest = y_ticks.iter().map(|label| text_width(label, TICK_SIZE));
        let beside_axis = 2.0 * TICK_LENGTH + 4.0 + EDGE;
        let (left, right, bottom) = if plot.picture().is_some() {
            (EDGE, EDGE, EDGE)
        } else {
            (
                line_if(&plot.y_label) + widest.fold(0.0, f64::max) + beside_axis,
                14.0,
                line_if(&plot.x_label) + TICK_SIZE + beside_axis,
            )
        };

        let title_bottom = 8.0 + line_if(&plot.title);
        let entries = plot.marks.iter().filter_map(Mark::legend_entry);
        let widths = entries.map(|series| SWATCH + text_width(&series.label, NOTE_SIZE) + 16.0);
        let (legend, n_lines) = flow(widths, f64::from(width) - left - right);
        let entry = |(x, line): (f64, usize)| {
            let middle = title_bottom + LINE_HEIGHT * (line as f64 + 0.5) - 2.0;
            (left + x, middle)
        };
        let top = title_bottom + LINE_HEIGHT * n_lines as f64 + 2.0;
        let height = match plot.picture() {
            Some(image) => {
                let pixel = (f64::from(width) - left - right) / image.width as f64;
                (top + bottom + pixel * image.height as f64).round() as u32
            }
            None => height,
        };
        Layout {
            size: (width, height),
            left,
            right,
            top,
            bottom,
            weight: (f64::from(width) / 480.0).sqrt().clamp(0.75, 1.0),
            x,
            y,
            legend: legend.into_iter().map(entry).collect(),
        }
    }

    /// Whether the panel shows this point.
    pub(super) fn contains(&self, (x, y): Point) -> bool {
        let (xs, ys) = (&self.x.range, &self.y.range);
        xs.start <= x && x <= xs.end && ys.start <= y && y <= ys.end
    }
}

/// Sets boxes of these widths one after the other, a line below where `room` ends: the left
/// side and the line of each, and the number of lines.
fn flow(widths: impl Iterator<Item = f64>, room: f64) -> (Vec<(f64, usize)>, usize) {
    let (mut x, mut line) = (0.0, 0);
    let mut places = Vec::new();
    for width in widths {
        if x > 0.0 && x + width > room {
            (x, line) = (0.0, line + 1);
        }
        places.push((x, line));
        x += width;
    }
    let n_lines = if places.is_empty() { 0 } else { line + 1 };
    (places, n_lines)
}

/// Room that a text needs in a usual sans-serif font, on the safe side.
pub(super) fn text_width(text: &str, font_size: f64) -> f64 {
    // From U+1100 on stand the scripts whose signs are as wide as high; U+2000 to U+2E7F are
    // punctuation, subscripts and arrows.
    let em = |c: char| match c {
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'.. => 1.0,
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | '-' | '(' | ')' => 0.38,
        'm' | 'w' | 'M' | 'W' => 0.9,
        'A'..='Z' => 0.7,
        _ => 0.62,
    };
    font_size * text.chars().map(em).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_flow_onto_the_next_line_where_room_ends() {
        let (places, n_lines) = flow([30.0, 40.0, 50.0, 200.0].into_iter(), 100.0);
        assert_eq!(places, [(0.0, 0), (30.0, 0), (0.0, 1), (0.0, 2)]);
        assert_eq!(n_lines, 3);
        assert_eq!(flow([].into_iter(), 100.0), (vec![], 0));
    }

    #[test]
    fn chinese_takes_an_em_a_sign() {
        assert_eq!(text_width("对数似然", 10.0), 40.0);
        assert!(text_width("log-likelihood", 10.0) > 60.0);
    }
}
