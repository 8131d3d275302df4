//! Regions of a source file between `// ANCHOR: NAME` and `// ANCHOR_END: NAME`.

use anyhow::{Context, Result, bail};

/// The name of the anchor that `line` opens or closes, if it does.
fn anchor_name<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    line.trim().strip_prefix("// ")?.strip_prefix(mark)
}

fn is_mark(line: &str) -> bool {
    anchor_name(line, "ANCHOR: ").is_some() || anchor_name(line, "ANCHOR_END: ").is_some()
}

/// The lines between the marks of the anchor `name`, with the marks of the anchors in it.
///
/// # Errors
/// If the anchor is missing, or is not closed.
pub fn region(text: &str, name: &str) -> Result<String> {
    let mut lines = text.split_inclusive('\n');
    lines
        .by_ref()
        .find(|line| anchor_name(line, "ANCHOR: ") == Some(name))
        .with_context(|| format!("there is no `// ANCHOR: {name}`"))?;
    let mut region = String::new();
    for line in lines {
        if anchor_name(line, "ANCHOR_END: ") == Some(name) {
            return Ok(region);
        }
        region += line;
    }
    bail!("`// ANCHOR: {name}` is not closed by `// ANCHOR_END: {name}`")
}

/// The region `name` as a reader sees it: without marks, and without hidden lines.
///
/// # Errors
/// As [`region`].
pub fn shown(text: &str, name: &str) -> Result<String> {
    let region = without_hidden_lines(&region(text, name)?);
    let lines = region.split_inclusive('\n');
    Ok(lines.filter(|line| !is_mark(line)).collect())
}

/// `text` with the body of every anchor `NAME_body` replaced by what `replace(NAME, indent)`
/// returns, and without any marks.
pub fn replace_bodies(text: &str, replace: impl Fn(&str, &str) -> String) -> String {
    let mut result = String::new();
    let mut inside: Option<&str> = None;
    for line in text.lines() {
        let opened = anchor_name(line, "ANCHOR: ").and_then(|name| name.strip_suffix("_body"));
        if let Some(name) = opened {
            let indent = &line[..line.len() - line.trim_start().len()];
            result += &replace(name, indent);
            result.push('\n');
            inside = Some(name);
        } else if inside.is_some() {
            let closed = anchor_name(line, "ANCHOR_END: ");
            if closed.and_then(|name| name.strip_suffix("_body")) == inside {
                inside = None;
            }
        } else if !is_mark(line) {
            result += line;
            result.push('\n');
        }
    }
    result
}

/// `code` without the lines that rustdoc hides in examples.
pub fn without_hidden_lines(code: &str) -> String {
    let mut in_example = false;
    let mut result = String::new();
    for line in code.lines() {
        let comment = line.trim_start().strip_prefix("///");
        let text = comment.map(str::trim_start);
        if text.is_some_and(|text| text.starts_with("```")) {
            in_example = !in_example;
        }
        if !in_example || text.is_none_or(|text| text != "#" && !text.starts_with("# ")) {
            result += line;
            result.push('\n');
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
// ANCHOR: twice
/// Twice `x`.
/// ```
/// # use a::twice;
/// assert_eq!(twice(2), 4);
/// ```
/// # Panics
fn twice(x: u8) -> u8 {
    // ANCHOR: twice_body
    x + x
    // ANCHOR_END: twice_body
}
// ANCHOR_END: twice
";

    #[test]
    fn a_region_ends_at_its_own_mark() {
        let twice = region(SOURCE, "twice").unwrap();
        assert!(twice.starts_with("/// Twice") && twice.ends_with("_body\n}\n"));
        assert!(shown(SOURCE, "twice").unwrap().ends_with("    x + x\n}\n"));
        assert_eq!(region(SOURCE, "twice_body").unwrap(), "    x + x\n");
        assert!(region(SOURCE, "thrice").is_err());
    }

    #[test]
    fn a_body_is_replaced_and_nothing_else() {
        let stub = replace_bodies(SOURCE, |name, indent| format!("{indent}todo!(\"{name}\")"));
        assert!(stub.contains("fn twice(x: u8) -> u8 {\n    todo!(\"twice\")\n}\n"));
        assert!(!stub.contains("ANCHOR"));
    }

    #[test]
    fn hidden_lines_go_and_headings_stay() {
        let shown = without_hidden_lines(SOURCE);
        assert!(!shown.contains("use a::twice"));
        assert!(shown.contains("/// # Panics"));
    }
}
