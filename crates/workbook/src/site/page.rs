//! A chapter as Markdown for mdBook: blocks with their outputs under them, exercises as cards.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use grader::Language;

use super::card::card;
use super::slider::slider;
use crate::book::callouts::pick;
use crate::book::crosswalk;
use crate::book::exercise::ExerciseCode;
use crate::book::figures::{figure_words, step_word, translate};
use crate::book::outputs::{self, Output};
use crate::html::escaped;
use manuscript::{Block, Chapter, Kind, chapter_ids};

/// The Markdown that mdBook renders for the chapter `id`, whose source is `text`.
///
/// # Errors
/// If the chapter breaks a rule, or one of its exercises does not exist.
pub fn render(root: &Path, language: Language, id: &str, text: &str) -> Result<String> {
    let chapter = Chapter::parse(root, language.code(), id, text)?;
    let figure_words = figure_words(root)?;
    let mut page = String::new();
    for part in &chapter.parts {
        let markdown = match &part.kind {
            Kind::Prose(text) => text.clone(),
            Kind::Block(block) => {
                let output = outputs::read(root, id, &block.id)?;
                block_with_output(language, id, block, output.as_ref(), &figure_words)
            }
            Kind::Exercise(name) => {
                let code =
                    ExerciseCode::read(root, name).with_context(|| chapter.place(part.line))?;
                card(language, id, &code)
            }
            Kind::Crosswalk => {
                let chapters = chapter_ids(root, language.code())?;
                crosswalk::table(&crosswalk::read(root)?, language, &chapters)
            }
        };
        page += &markdown;
        page += "\n\n";
    }
    Ok(page)
}

fn block_with_output(
    language: Language,
    chapter_id: &str,
    block: &Block,
    output: Option<&Output>,
    figure_words: &BTreeMap<String, String>,
) -> String {
    let mut markdown = format!("```rust\n{}\n```\n", block.code);
    let Some(output) = output else {
        let note = pick(
            language,
            "Not run yet. This brings its output:",
            "尚未运行。用下面的命令得到它的输出：",
        );
        return markdown + &format!("\n*{note}* `cargo run -- weave --run {chapter_id}`\n");
    };
    if !output.text.is_empty() {
        let label = pick(language, "Output", "输出");
        markdown += &format!(
            "\n<pre class=\"output\" aria-label=\"{label}\"><code>{}</code></pre>\n",
            // A blank line would end the HTML block, and the rest would be Markdown.
            escaped(output.text.trim_end()).replace("\n\n", "\n&#8203;\n")
        );
    }
    if !output.figures.is_empty() {
        let caption = block.caption.as_ref().map_or("", |caption| &caption.text);
        let figures: Vec<String> = output
            .figures
            .iter()
            .map(|svg| with_description(&translate(language, svg, figure_words), caption))
            .collect();
        let figures = if output.figures.iter().all(|svg| step_word(svg).is_some()) {
            slider(&figures)
        } else {
            format!("<div class=\"panels\">{}</div>", figures.concat())
        };
        markdown += &format!(
            "\n<figure class=\"figure\">\n{figures}\n<figcaption>\n\n\
             {caption}\n\n</figcaption>\n</figure>\n"
        );
    }
    markdown
}

/// The figure with its caption as a description for screen readers. The formulas in it are replaced
/// by symbols later.
fn with_description(svg: &str, caption: &str) -> String {
    let plain: String = caption.chars().filter(|c| !"*`".contains(*c)).collect();
    svg.replacen(
        "<svg",
        &format!("<svg role=\"img\" aria-label=\"{}\"", escaped(&plain)),
        1,
    )
}
