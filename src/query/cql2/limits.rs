//! Limits of a filter, checked before it is parsed: the parser calls itself, and must not be led
//! deeper or longer than it can go.

use std::num::NonZeroUsize;
use std::sync::Once;

use crate::query::cql2::Language;

/// Most bytes of a filter: an outline of about 800 positions.
pub const MAX_LENGTH: usize = 20_000;
/// How deep brackets may stand in each other; JSON has two where text has one.
const MAX_DEPTH: usize = 32;
/// Most words and signs of a filter beside numbers, commas and brackets; JSON has up to four where
/// text has one.
const MAX_WORDS: usize = 600;
/// Most items of a list that is held against a list: each is held against each.
pub const MAX_ITEMS: usize = 200;
/// Most relations of space in one filter: each is held against the whole geometry of each feature.
pub const MAX_RELATIONS: usize = 16;
/// Steps the parser may take, which tries some brackets twice: about a tenth of a second.
const MAX_STEPS: NonZeroUsize = NonZeroUsize::new(1_000_000).unwrap();

static SET: Once = Once::new();

/// Checks the text of a filter in either encoding, and counts its words and signs: the parser goes
/// no deeper than there are such.
///
/// # Errors
/// When it is longer, deeper or wordier than a filter may be.
pub fn check(text: &str, language: Language) -> Result<usize, String> {
    SET.call_once(|| pest::set_call_limit(Some(MAX_STEPS)));
    if text.len() > MAX_LENGTH {
        return Err(format!("has {} bytes; a filter has at most {MAX_LENGTH}", text.len()));
    }
    let (max_depth, max_words) = match language {
        Language::Text => (MAX_DEPTH, MAX_WORDS),
        Language::Json => (2 * MAX_DEPTH, 4 * MAX_WORDS),
    };
    let (mut depth, mut words) = (0_usize, 0_usize);
    let mut quote = None;
    let mut in_word = false;
    // An operator may follow a number without a blank, as in `1div1`.
    let mut after_digit = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if let Some(mark) = quote {
            if character == '\\' && language == Language::Json {
                characters.next();
            } else if character == mark {
                quote = None;
            }
            continue;
        }
        let letter = character.is_alphanumeric() || "_.:".contains(character);
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '\'' | '"' => (quote, words) = (Some(character), words + 1),
            _ if letter && (!in_word || after_digit) && !character.is_ascii_digit() => words += 1,
            _ if !letter && !character.is_whitespace() && character != ',' => words += 1,
            _ => {}
        }
        in_word = letter;
        after_digit = character.is_ascii_digit();
        if depth > max_depth {
            return Err(format!("is nested deeper than {max_depth} levels"));
        }
        if words > max_words {
            return Err(format!("has more than {max_words} words and signs"));
        }
    }
    Ok(words)
}
