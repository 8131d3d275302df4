//! Renders both languages with mdBook as a library.

use super::maths::{BadFormula, Maths};
use super::site_files::{Site, read_folder};
use super::{complaints, page, search, side_by_side, symbols};
use crate::book::callouts::CALLOUTS;
use crate::book::crosswalk;
use crate::files::read;
use anyhow::{Context, Result, anyhow};
use grader::Language;
use mdbook_driver::MDBook;
use mdbook_driver::config::{Config, HtmlConfig};
use std::path::{Path, PathBuf};

/// Builds the site, and keeps the formulas of one build for the next.
pub(super) struct Builder {
    root: PathBuf,
    maths: Maths,
}

impl Builder {
    pub(super) fn new(root: &Path) -> Builder {
        Builder {
            root: root.to_owned(),
            maths: Maths::default(),
        }
    }

    /// Renders the whole site.
    pub(super) fn build(&mut self) -> Result<Site> {
        let theme = self.root.join("book/theme");
        let mut site = Site::default();
        let landing = read(&self.root, "book/theme/landing.html")?;
        site.insert("index.html".to_owned(), landing.into_bytes());
        // Without this file, GitHub Pages leaves out files whose names begin with `_`.
        site.insert(".nojekyll".to_owned(), Vec::new());
        for folder in ["css", "fonts", "js", "katex"] {
            for (name, bytes) in read_folder(&theme.join("assets").join(folder))? {
                site.insert(format!("assets/{folder}/{name}"), bytes);
            }
        }
        let symbols = symbols::script(&crosswalk::read(&self.root)?, &mut self.maths)?;
        site.insert("assets/crosswalk.js".to_owned(), symbols.into_bytes());
        for language in Language::ALL {
            for (name, bytes) in self.render(language)? {
                site.insert(format!("{}/{name}", language.code()), bytes);
            }
        }
        Ok(site)
    }

    fn render(&mut self, language: Language) -> Result<Site> {
        let out = tempfile::tempdir().context("no temporary folder for the book")?;
        complaints::refused(|| {
            let config = config(language, out.path())?;
            let mut book = MDBook::load_with_config(self.root.join("book"), config)?;
            let mut result = Ok(());
            book.book.for_each_chapter_mut(|chapter| {
                if result.is_ok() {
                    result = self
                        .chapter(language, chapter.path.as_deref(), &chapter.content)
                        .map(|content| chapter.content = content);
                }
            });
            result.and_then(|()| book.build())
        })
        .with_context(|| format!("the book in book/{} does not build", language.code()))?;
        let mut files = read_folder(out.path())?;
        search::replace_index(&mut files, &self.maths)?;
        for (name, bytes) in &mut files {
            if name.ends_with(".html") {
                let html = std::str::from_utf8(bytes).context("mdBook writes UTF-8")?;
                let html = self.maths.fill_html(html).replace("@PAGE@", name);
                *bytes = wording(language, without_icons(&html)).into_bytes();
            } else if name.starts_with("book-") {
                let script = String::from_utf8_lossy(bytes).into_owned();
                *bytes = wording(language, script).into_bytes();
            }
        }
        side_by_side::add_scripts(&mut files);
        Ok(files)
    }

    fn chapter(&mut self, language: Language, path: Option<&Path>, source: &str) -> Result<String> {
        let path = path.context("SUMMARY.md lists a chapter without a file")?;
        let stem = path.with_extension("");
        let stem = stem.to_str().context("a chapter's name is not UTF-8")?;
        let place = format!("book/{}/{}", language.code(), path.display());
        let markdown = page::render(&self.root, language, stem, source)?;
        self.maths.tokenise(&markdown).map_err(|bad| {
            let line = line_of(&bad, source, &markdown);
            anyhow!("{place}:{line}: {bad}")
        })
    }
}

/// The line of the formula in the chapter, or in the page if the chapter does not hold it.
fn line_of(bad: &BadFormula, source: &str, markdown: &str) -> usize {
    let (text, offset) = match source.find(&bad.tex) {
        Some(offset) => (source, offset),
        None => (markdown, bad.offset),
    };
    text[..offset].matches('\n').count() + 1
}

fn config(language: Language, out: &Path) -> Result<Config> {
    let (title, tag, description) = match language {
        Language::English => (
            "Gaussian Mixtures, Step by Step",
            "en",
            "Gaussian mixture models and the EM algorithm, built by hand in Rust",
        ),
        Language::Chinese => (
            "高斯混合模型，一步一步来",
            "zh-Hans",
            "用 Rust 亲手写出高斯混合模型与 EM 算法",
        ),
    };
    let mut config = Config::default();
    config.book.title = Some(title.to_owned());
    config.book.description = Some(description.to_owned());
    config.book.language = Some(tag.to_owned());
    config.book.src = PathBuf::from(language.code());
    config.build.build_dir = out.to_owned();
    config.build.create_missing = false;
    config.build.use_default_preprocessors = false;
    let mut html = HtmlConfig::default();
    html.theme = Some(PathBuf::from("theme"));
    html.default_theme = Some("light".to_owned());
    html.preferred_dark_theme = Some("navy".to_owned());
    html.smart_punctuation = false;
    html.no_section_label = true;
    html.playground.runnable = false;
    let address = env!("CARGO_PKG_REPOSITORY");
    html.git_repository_url = (!address.is_empty()).then(|| address.to_owned());
    html.print.enable = false;
    // A reader may ask for a missing page at any depth, where no relative path leads home.
    html.input_404 = Some(String::new());
    config.set("output.html", html)?;
    Ok(config)
}

/// Hides the icons of callouts from screen readers: the title says the same.
fn without_icons(html: &str) -> String {
    const TITLE: &str = "<p class=\"blockquote-tag-title\"><svg ";
    html.replace(TITLE, &format!("{TITLE}aria-hidden=\"true\" "))
}

/// `text` with mdBook's own words in the language of the book.
fn wording(language: Language, text: String) -> String {
    const CHINESE: [(&str, &str); 5] = [
        ("'Copied!'", "'已复制'"),
        ("'Clipboard error!'", "'复制失败'"),
        ("'Copy to clipboard'", "'复制'"),
        ("Show hidden lines", "显示隐藏的行"),
        ("Hide lines", "隐藏这些行"),
    ];
    if language == Language::English {
        return text;
    }
    let callouts = CALLOUTS.iter().map(|(_, title)| {
        let title_line = |language| format!("</svg>{}</p>", title.get(language));
        (title_line(Language::English), title_line(language))
    });
    let others = CHINESE.map(|(from, to)| (from.to_owned(), to.to_owned()));
    callouts
        .chain(others)
        .fold(text, |text, (from, to)| text.replace(&from, &to))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::book::callouts::callout;

    // mdBook renders the callouts here, because the words that are replaced are its own.
    #[test]
    fn a_callout_has_the_same_title_on_the_page_and_in_the_notebook() {
        for language in Language::ALL {
            let folder = tempfile::tempdir().unwrap();
            let source = folder.path().join("src");
            fs::create_dir(&source).unwrap();
            fs::write(source.join("SUMMARY.md"), "- [A](a.md)\n").unwrap();
            let page = CALLOUTS
                .iter()
                .map(|(kind, _)| format!("> [!{kind}]\n> Words.\n\n"));
            fs::write(source.join("a.md"), page.collect::<String>()).unwrap();
            let mut config = Config::default();
            config.book.src = "src".into();
            let book = MDBook::load_with_config(folder.path(), config).unwrap();
            book.build().unwrap();
            let html = read(folder.path(), "book/a.html").unwrap();
            let html = wording(language, without_icons(&html));
            for (kind, _) in &CALLOUTS {
                let title = format!("</svg>{}</p>", callout(language, kind));
                assert_eq!(html.matches(&title).count(), 1, "{kind} is no {title}");
            }
        }
    }
}
