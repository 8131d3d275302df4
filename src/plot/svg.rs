//! Writes what plotters draws as the SVG that a page wants.
//!
//! plotters places things on whole pixels and knows no color but RGB. So a figure is drawn
//! [`SCALE`] times as large as it will be, and [`INK`] and [`DASHES`] stand for the color of the
//! page's text, `currentColor`. Neighbors of one style share a group.

use std::convert::Infallible;
use std::fmt::Write as _;

use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{FontTransform, RGBColor};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// Pixels drawn to a CSS pixel.
pub(super) const SCALE: u32 = 10;

/// Stands for the color of the page's text.
pub(super) const INK: RGBColor = RGBColor(1, 2, 3);

/// Stands for the color of the page's text, in dashes.
pub(super) const DASHES: RGBColor = RGBColor(1, 2, 4);

/// The elements of a figure: the texts follow the shapes, so that nothing covers them.
#[derive(Default)]
pub(super) struct Elements {
    shapes: Groups,
    texts: Groups,
}

impl Elements {
    pub(super) fn finish(self) -> String {
        self.shapes.finish() + &self.texts.finish()
    }
}

/// Elements, in a `<g>` for each run of one style.
#[derive(Default)]
struct Groups {
    out: String,
    style: String,
}

impl Groups {
    fn push(&mut self, style: String, element: &str) {
        if style != self.style {
            self.close();
            let _ = write!(self.out, "<g{style}>");
            self.style = style;
        }
        self.out.push_str(element);
    }

    fn close(&mut self) {
        if !self.style.is_empty() {
            self.out.push_str("</g>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.out
    }
}

/// A backend of plotters.
pub(super) struct Backend<'a> {
    /// Width and height in drawn pixels.
    pub size: (u32, u32),
    pub elements: &'a mut Elements,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Backend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let [x, y, width, height] = [left, top, right - left, bottom - top].map(tenths);
        let rect = format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>");
        self.elements.shapes.push(shape_style(style, fill), &rect);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        let path = path(&corners.into_iter().collect::<Vec<_>>());
        self.elements.shapes.push(shape_style(style, false), &path);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let [x, y, r] = [x, y, radius as i32].map(tenths);
        let circle = format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>");
        self.elements.shapes.push(shape_style(style, fill), &circle);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        // plotters draws a label that was not given as an empty text.
        if text.is_empty() {
            return Ok(());
        }
        let (x, y) = (tenths(x), tenths(y));
        let dy = match style.anchor().v_pos {
            VPos::Top => "0.76em",
            VPos::Center => "0.5ex",
            VPos::Bottom => "-0.5ex",
        };
        let turn = match style.transform() {
            FontTransform::None => String::new(),
            _ => format!(" transform=\"rotate(-90 {x} {y})\""),
        };
        let content = escape(text);
        let element = format!("<text x=\"{x}\" y=\"{y}\" dy=\"{dy}\"{turn}>{content}</text>");
        self.elements.texts.push(text_style(style), &element);
        Ok(())
    }
}

/// The attributes of the paint called `fill` or `stroke`, each after a space.
fn paint(name: &str, color: BackendColor) -> String {
    let (red, green, blue) = color.rgb;
    let value = if is(color, INK) || is(color, DASHES) {
        "currentColor".to_owned()
    } else {
        format!("#{red:02X}{green:02X}{blue:02X}")
    };
    let opacity = match color.alpha {
        1.0 => String::new(),
        alpha => format!(" {name}-opacity=\"{}\"", without_zero(&alpha.to_string())),
    };
    format!(" {name}=\"{value}\"{opacity}")
}

fn is(color: BackendColor, RGBColor(red, green, blue): RGBColor) -> bool {
    color.rgb == (red, green, blue)
}

fn shape_style(style: &impl BackendStyle, fill: bool) -> String {
    let color = style.color();
    if fill {
        return paint("fill", color);
    }
    let dashes = if is(color, DASHES) {
        " stroke-dasharray=\"4 4\""
    } else {
        ""
    };
    let width = tenths(style.stroke_width() as i32);
    let paint = paint("stroke", color);
    format!(" fill=\"none\"{paint} stroke-width=\"{width}\"{dashes}")
}

fn text_style(style: &impl BackendTextStyle) -> String {
    let size = tenths(style.size().round() as i32);
    let anchor = match style.anchor().h_pos {
        HPos::Left => "",
        HPos::Center => " text-anchor=\"middle\"",
        HPos::Right => " text-anchor=\"end\"",
    };
    let paint = paint("fill", style.color());
    format!("{paint} font-size=\"{size}\"{anchor}")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&apos;")
}

/// A line through the corners, each told by its distance from the one before.
fn path(corners: &[BackendCoord]) -> String {
    let Some((first, _)) = corners.split_first() else {
        return String::new();
    };
    let closed = corners.len() > 2 && corners.first() == corners.last();
    let last = corners.len() - usize::from(closed);
    let mut d = format!("M{} {}l", tenths(first.0), tenths(first.1));
    for pair in corners[..last].windows(2) {
        for step in [pair[1].0 - pair[0].0, pair[1].1 - pair[0].1] {
            // A minus sign separates two numbers as well as a space does.
            let space = if step < 0 || d.ends_with('l') {
                ""
            } else {
                " "
            };
            let _ = write!(d, "{space}{}", tenths(step));
        }
    }
    let end = if closed { "z" } else { "" };
    format!("<path d=\"{d}{end}\"/>")
}

/// A length in drawn pixels as CSS pixels.
fn tenths(length: i32) -> String {
    without_zero(&(f64::from(length) / f64::from(SCALE)).to_string())
}

/// `.5` for `0.5`, which SVG reads as the same.
fn without_zero(number: &str) -> String {
    if let Some(fraction) = number.strip_prefix("0.") {
        format!(".{fraction}")
    } else if let Some(fraction) = number.strip_prefix("-0.") {
        format!("-.{fraction}")
    } else {
        number.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::prelude::*;

    #[test]
    fn lengths_are_divided_and_written_short() {
        for (length, text) in [
            (1234, "123.4"),
            (120, "12"),
            (5, ".5"),
            (-5, "-.5"),
            (0, "0"),
        ] {
            assert_eq!(tenths(length), text);
        }
    }

    #[test]
    fn a_path_tells_steps_and_closes() {
        let triangle = [(0, 0), (15, 5), (10, 25), (0, 0)];
        assert_eq!(path(&triangle), "<path d=\"M0 0l1.5 .5-.5 2z\"/>");
    }

    #[test]
    fn neighbors_of_one_style_share_a_group_and_ink_is_the_pages() {
        let mut elements = Elements::default();
        let backend = Backend {
            size: (100, 100),
            elements: &mut elements,
        };
        let root = backend.into_drawing_area();
        root.draw(&Circle::new((10, 20), 5, INK.mix(0.5).filled()))
            .unwrap();
        root.draw(&Text::new(
            "a < b",
            (10, 0),
            ("sans-serif", 110).into_font().color(&INK),
        ))
        .unwrap();
        root.draw(&Circle::new((15, 20), 5, INK.mix(0.5).filled()))
            .unwrap();
        drop(root);
        assert_eq!(
            elements.finish(),
            "<g fill=\"currentColor\" fill-opacity=\".5\">\
             <circle cx=\"1\" cy=\"2\" r=\".5\"/><circle cx=\"1.5\" cy=\"2\" r=\".5\"/></g>\
             <g fill=\"currentColor\" font-size=\"11\">\
             <text x=\"1\" y=\"0\" dy=\"0.76em\">a &lt; b</text></g>"
        );
    }
}
