//! Texts without regard to case (`CASEI`) or accents (`ACCENTI`).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in which case does not count any more. Through capitals, so that ß equals SS and both
/// small sigmas equal each other.
#[must_use]
pub fn without_case(text: &str) -> String {
    text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

/// A text in which accents do not count any more. Latin letters whose accent is no mark of its own
/// (ø, đ, ł) become their plain letters; other scripts lose their marks only.
#[must_use]
pub fn without_accents(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.nfd().filter(|character| !is_combining_mark(*character)) {
        match character {
            '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}' => {
                plain.push_str(any_ascii::any_ascii_char(character));
            }
            other => plain.push(other),
        }
    }
    plain.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_count() {
        for (one, other) in [("KØBENHAVN", "københavn"), ("ΟΔΟΣ", "οδος"), ("straße", "STRASSE")]
        {
            assert_eq!(without_case(one), without_case(other));
        }
        assert_ne!(without_case("Osh"), without_case("Öst"));
    }

    #[test]
    fn accents_do_not_count_and_scripts_stay_apart() {
        for (one, other) in
            [("København", "Kobenhavn"), ("Ä", "A"), ("Қорғас", "Қорғас"), ("é", "e")]
        {
            assert_eq!(without_accents(one), without_accents(other));
        }
        assert_ne!(without_accents("Киев"), without_accents("Kiev"));
        assert_ne!(without_accents("a"), without_accents("A"));
    }
}
