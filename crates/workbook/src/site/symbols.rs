//! The crosswalk as a script: a page shows its entries as notes over the names of symbols.

use super::maths::Maths;
use crate::book::crosswalk::{LIST, Symbol};
use anyhow::{Result, anyhow};
use serde_json::{Value, json};

/// `window.bookSymbols = […]`: for each symbol its name in the code, its formula as HTML, its
/// shape, its meaning in both languages, its chapter.
pub(super) fn script(symbols: &[Symbol], maths: &mut Maths) -> Result<String> {
    let symbols: Result<Vec<Value>> = symbols
        .iter()
        .map(|symbol| {
            let formula = format!("${}$", symbol.tex);
            let token = maths
                .tokenise(&formula)
                .map_err(|bad| anyhow!("{LIST}:{}: {bad}", symbol.line))?;
            Ok(json!({
                "code": symbol.code,
                "formula": maths.fill_html(&token),
                "shape": symbol.shape,
                "en": symbol.en,
                "zh": symbol.zh,
                "chapter": symbol.chapter,
            }))
        })
        .collect();
    Ok(format!("window.bookSymbols = {};\n", Value::from(symbols?)))
}
