//! `BibTeX`: entries, their keys, and text that TeX does not take for commands.

use std::fmt::Write;

/// An entry of some type with a key and fields of text that is escaped already, empty ones left out.
#[must_use]
pub fn entry(kind: &str, id: &str, fields: &[(&str, String)]) -> String {
    let mut out = format!("@{kind}{{{},\n", key(id));
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "  {name} = {{{value}}},");
    }
    out.push_str("}\n");
    out
}

/// A key that every `BibTeX` reads: letters, digits, hyphens and underscores. None of them ends a key or begins
/// something else there (`btxdoc`, `scan_alpha`), so that keys of most data stay as they are.
fn key(id: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    id.chars().map(|letter| if plain(letter) { letter } else { '-' }).collect()
}

/// Text with the characters that TeX takes for commands escaped.
#[must_use]
pub fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', letter]),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// An address as the `url` field takes it: percent signs stand as they are, braces cannot.
#[must_use]
pub fn url(address: &str) -> String {
    address.replace('{', "%7B").replace('}', "%7D")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_is_escaped() {
        assert_eq!(tex("A & B_1 {50 %}\\"), "A \\& B\\_1 \\{50 \\%\\}\\textbackslash{}");
        assert_eq!((key("a b}%"), key("ap_2005-1")), ("a-b--".into(), "ap_2005-1".into()));
    }

    #[test]
    fn an_entry_has_the_fields_that_are_known() {
        let fields = [("title", tex("Oil & gas")), ("year", String::new())];
        assert_eq!(
            entry("misc", "ap 2005", &fields),
            "@misc{ap-2005,\n  title = {Oil \\& gas},\n}\n"
        );
    }
}
