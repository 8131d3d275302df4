//! The HTML of a slider that steps through pictures. This file uses std alone: the workbook compiles
//! it too, so that `cargo run` builds neither the figures nor the engine.

/// Runs when the slider moves. It is an attribute of the element, so that it works in a notebook and
/// in the book alike. (The attribute `data-lm-suppress-shortcuts` below asks JupyterLab to leave the
/// arrow keys to the slider.)
const MOVED: &str = "const all=this.closest('.steps').querySelectorAll('svg');\
    all.forEach((svg,n)=>svg.parentNode.style.display=n==this.value?'':'none');\
    const seen=all[this.value].dataset;\
    this.nextElementSibling.value=seen.step+' '+seen.number";

/// The HTML that steps through `svgs`, each marked by `steps`. Where no script
/// runs, as on paper, the first one shows.
pub fn slider(svgs: &[String]) -> String {
    let mut frames = String::new();
    for (n, svg) in svgs.iter().enumerate() {
        let hidden = if n == 0 {
            ""
        } else {
            " style=\"display:none\""
        };
        frames += &format!("<div{hidden}>{svg}</div>");
    }
    let first = svgs.first().map_or("", String::as_str);
    let (word, number) = (
        attribute(first, "data-step"),
        attribute(first, "data-number"),
    );
    let last = svgs.len().saturating_sub(1);
    format!(
        "<div class=\"steps\">{frames}<div style=\"display:flex;align-items:center;gap:12px;\
         max-width:480px\"><input type=\"range\" min=\"0\" max=\"{last}\" value=\"0\" \
         data-lm-suppress-shortcuts=\"true\" autocomplete=\"off\" aria-label=\"{word}\" style=\"flex:1\" oninput=\"{MOVED}\">\
         <output style=\"min-width:6em\">{word} {number}</output></div></div>"
    )
}

fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    let rest = element.split_once(&format!("{name}=\""));
    rest.and_then(|(_, rest)| rest.split('"').next())
        .unwrap_or("")
}
