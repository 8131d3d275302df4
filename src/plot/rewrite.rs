//! From the SVG that plotters writes to the SVG that a page wants.
//!
//! plotters places things on whole pixels and knows no color but RGB. So a figure is drawn
//! [`SCALE`] times as large as it will be, and in the colors [`INK`] and [`DASHES`] where it
//! should take the color of the page's text. Here lengths are divided again, these two colors
//! are made `currentColor`, and what neighbors share is said once, on a group.

use std::fmt::Write as _;

use plotters::style::RGBColor;

/// Pixels drawn to a CSS pixel.
pub(super) const SCALE: u32 = 10;

/// Stands for the color of the page's text.
pub(super) const INK: RGBColor = RGBColor(1, 2, 3);

/// Stands for the color of the page's text, in dashes.
pub(super) const DASHES: RGBColor = RGBColor(1, 2, 4);

/// plotters writes a font size divided by this.
pub(super) const FONT_SCALE: f64 = 1.24;

/// The elements of `raw`, a document of plotters, without its `<svg>` tags: first the shapes,
/// then the texts, each in their order.
pub(super) fn rewrite(raw: &str) -> String {
    let (mut shapes, mut texts) = (Groups::default(), Groups::default());
    let mut lines = raw.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("<svg") || line.starts_with("</") {
            continue;
        }
        let element = Element::parse(line);
        if element.tag == "text" {
            let content: Vec<_> = lines.by_ref().take_while(|l| *l != "</text>").collect();
            let content = content.join(" ");
            // plotters draws a label that was not given as an empty text.
            if !content.is_empty() {
                texts.push(element.text_style(), &element.text(&content));
            }
        } else {
            shapes.push(element.shape_style(), &element.shape());
        }
    }
    shapes.finish() + &texts.finish()
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

/// A tag with its attributes, as plotters writes it: one on a line.
struct Element<'a> {
    tag: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Element<'a> {
    fn parse(line: &'a str) -> Self {
        let inside = line.trim_start_matches('<').trim_end_matches(['/', '>']);
        let (tag, rest) = inside.split_once(' ').unwrap_or((inside, ""));
        let quoted = rest.split("\" ").filter_map(|pair| pair.split_once("=\""));
        Element {
            tag,
            attributes: quoted
                .map(|(name, value)| (name, value.trim_end_matches('"')))
                .collect(),
        }
    }

    fn get(&self, name: &str) -> &'a str {
        let found = self.attributes.iter().find(|(key, _)| *key == name);
        found.map_or("", |(_, value)| value)
    }

    /// A length in drawn pixels.
    fn length(&self, name: &str) -> i32 {
        self.get(name).parse().unwrap_or(0)
    }

    /// The attributes of the paint called `fill` or `stroke`, each after a space.
    fn paint(&self, name: &str) -> String {
        let color = match self.get(name) {
            color if color == hex(INK) || color == hex(DASHES) => "currentColor",
            color => color,
        };
        let opacity = self.get("opacity");
        let opacity = match opacity.trim_start_matches('0') {
            "1" => String::new(),
            opacity => format!(" {name}-opacity=\"{opacity}\""),
        };
        format!(" {name}=\"{color}\"{opacity}")
    }

    fn shape_style(&self) -> String {
        let stroke = self.get("stroke");
        if stroke.is_empty() || stroke == "none" {
            return self.paint("fill");
        }
        let dashes = if stroke == hex(DASHES) {
            " stroke-dasharray=\"4 4\""
        } else {
            ""
        };
        let width = tenths(self.length("stroke-width"));
        let paint = self.paint("stroke");
        format!(" fill=\"none\"{paint} stroke-width=\"{width}\"{dashes}")
    }

    fn shape(&self) -> String {
        let at = |name| tenths(self.length(name));
        match self.tag {
            "circle" => format!(
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
                at("cx"),
                at("cy"),
                at("r")
            ),
            "rect" => format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                at("x"),
                at("y"),
                at("width"),
                at("height")
            ),
            "line" => {
                let length = |name| self.length(name);
                path(&[(length("x1"), length("y1")), (length("x2"), length("y2"))])
            }
            _ => {
                let pairs = self.get("points").split_whitespace();
                let corners: Vec<(i32, i32)> = pairs
                    .filter_map(|pair| pair.split_once(','))
                    .filter_map(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)))
                    .collect();
                path(&corners)
            }
        }
    }

    fn text_style(&self) -> String {
        let drawn: f64 = self.get("font-size").parse().unwrap_or(0.0);
        let size = tenths((drawn * 10.0 / f64::from(SCALE)).round() as i32);
        let anchor = match self.get("text-anchor") {
            "start" => String::new(),
            anchor => format!(" text-anchor=\"{anchor}\""),
        };
        let weight = match self.get("font-weight") {
            "" => String::new(),
            weight => format!(" font-weight=\"{weight}\""),
        };
        let paint = self.paint("fill");
        format!("{paint} font-size=\"{size}\"{weight}{anchor}")
    }

    fn text(&self, content: &str) -> String {
        let (x, y) = (tenths(self.length("x")), tenths(self.length("y")));
        let dy = self.get("dy");
        let turn = match self.get("transform") {
            "" => String::new(),
            _ => format!(" transform=\"rotate(-90 {x} {y})\""),
        };
        format!("<text x=\"{x}\" y=\"{y}\" dy=\"{dy}\"{turn}>{content}</text>")
    }
}

/// A line through the corners, each told by its distance from the one before.
fn path(corners: &[(i32, i32)]) -> String {
    let Some((first, _)) = corners.split_first() else {
        return String::new();
    };
    let closed = corners.len() > 2 && corners.first() == corners.last();
    let last = corners.len() - usize::from(closed);
    let mut d = format!("M{} {}l", tenths(first.0), tenths(first.1));
    for pair in corners[..last].windows(2) {
        for step in [pair[1].0 - pair[0].0, pair[1].1 - pair[0].1] {
            // A sign parts two numbers as well as a space does.
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
    let text = format!("{}", f64::from(length) / f64::from(SCALE));
    if let Some(rest) = text.strip_prefix("0.") {
        format!(".{rest}")
    } else if let Some(rest) = text.strip_prefix("-0.") {
        format!("-.{rest}")
    } else {
        text
    }
}

fn hex(RGBColor(red, green, blue): RGBColor) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let raw = "<svg width=\"9\">\n\
            <circle cx=\"10\" cy=\"20\" r=\"5\" opacity=\"0.5\" fill=\"#010203\" stroke=\"none\"/>\n\
            <circle cx=\"15\" cy=\"20\" r=\"5\" opacity=\"0.5\" fill=\"#010203\" stroke=\"none\"/>\n\
            <text x=\"10\" y=\"0\" dy=\"1em\" text-anchor=\"end\" font-size=\"110.04\" opacity=\"1\" fill=\"#010203\">\n\
            a &lt; b\n</text>\n</svg>\n";
        assert_eq!(
            rewrite(raw),
            "<g fill=\"currentColor\" fill-opacity=\".5\">\
             <circle cx=\"1\" cy=\"2\" r=\".5\"/><circle cx=\"1.5\" cy=\"2\" r=\".5\"/></g>\
             <g fill=\"currentColor\" font-size=\"11\" text-anchor=\"end\">\
             <text x=\"1\" y=\"0\" dy=\"1em\">a &lt; b</text></g>"
        );
    }
}
