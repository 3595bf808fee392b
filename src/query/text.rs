//! Text as people type it, made comparable: case and accents folded in every script.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in the form in which names are compared: lower case, without accents, apostrophes and
/// hyphens as blanks, single blanks.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfkd().filter(|character| !is_combining_mark(*character)) {
        // Some joints count as letters, such as ʻ (U+02BB).
        if is_joint(character) {
            continue;
        }
        if character.is_alphanumeric() {
            folded.extend(character.to_lowercase());
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.trim().to_owned()
}

/// Marks inside a word that people leave out: Oʻsh is found as Osh.
const fn is_joint(character: char) -> bool {
    matches!(character, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`')
}

/// How well a folded name answers a folded query: less is better, `None` is no answer.
#[must_use]
pub fn rank(name: &str, query: &str) -> Option<u8> {
    if name == query {
        Some(0)
    } else if name.starts_with(query) {
        Some(1)
    } else if name.split(' ').any(|word| word.starts_with(query))
        || name.contains(&format!(" {query}"))
    {
        Some(2)
    } else if name.contains(query) {
        Some(3)
    } else {
        None
    }
}

/// Edit distance of two words, for "did you mean"; stops counting above `most`.
///
/// Wagner and Fischer, "The String-to-String Correction Problem", 1974.
#[must_use]
pub fn distance(left: &str, right: &str, most: usize) -> Option<usize> {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_apostrophes_are_folded() {
        assert_eq!(folded("Oʻsh — Qashqar"), "osh qashqar");
        assert_eq!(folded("  Ysyk-Köl "), "ysyk kol");
        assert_eq!(folded("АТАСУ"), "атасу");
        assert_eq!(folded("阿拉山口"), "阿拉山口");
    }

    #[test]
    fn better_answers_rank_first() {
        assert_eq!(rank("manas", "manas"), Some(0));
        assert_eq!(rank("manas air base", "manas"), Some(1));
        assert_eq!(rank("air base manas", "manas"), Some(2));
        assert_eq!(rank("kazakhstan", "stan"), Some(3));
        assert_eq!(rank("kant", "manas"), None);
    }

    #[test]
    fn close_words_are_near() {
        assert_eq!(distance("atasy", "atasu", 2), Some(1));
        assert_eq!(distance("horgos", "khorgos", 2), Some(1));
        assert_eq!(distance("kant", "khorgos", 2), None);
    }
}
