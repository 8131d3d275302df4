//! The characters that HTML and SVG write as entities.

/// `text` as HTML, for an element or an attribute.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// `html`, which holds no tags, as the text that it stands for.
pub fn unescaped(html: &str) -> String {
    html.replace("&apos;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unescaping_undoes_escaping() {
        for text in ["a < b & \"c\" > d", "&lt;", "x' = &amp;"] {
            assert_eq!(unescaped(&escaped(text)), text);
        }
        assert_eq!(unescaped("x&apos;"), "x'");
    }
}
