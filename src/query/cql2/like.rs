//! Patterns of `LIKE`: `%` stands for any text, `_` for one character, `\` takes the next one as it is.

/// A pattern, read once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    AnyText,
    AnyOne,
    Exactly(char),
}

impl Pattern {
    /// Reads a pattern. A backslash at its end stands for itself.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            let part = match character {
                '%' => Part::AnyText,
                '_' => Part::AnyOne,
                '\\' => Part::Exactly(characters.next().unwrap_or('\\')),
                other => Part::Exactly(other),
            };
            // Several in a row mean the same as one, and would only cost time.
            if part != Part::AnyText || parts.last() != Some(&Part::AnyText) {
                parts.push(part);
            }
        }
        Self(parts)
    }

    /// Whether the whole text fits. Goes back to the last `%` only, so that no pattern takes longer
    /// than its length times that of the text.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut at, mut part) = (0, 0);
        let mut resume = None;
        while at < text.len() {
            match self.0.get(part) {
                Some(Part::AnyText) => {
                    resume = Some((part + 1, at));
                    part += 1;
                }
                Some(Part::AnyOne) => (at, part) = (at + 1, part + 1),
                Some(Part::Exactly(character)) if *character == text[at] => {
                    (at, part) = (at + 1, part + 1);
                }
                _ => match resume {
                    Some((after, from)) => {
                        resume = Some((after, from + 1));
                        (at, part) = (from + 1, after);
                    }
                    None => return false,
                },
            }
        }
        self.0[part..].iter().all(|part| *part == Part::AnyText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, word for word: slow, and plain to see.
    fn naive(pattern: &[char], text: &[char]) -> bool {
        match pattern {
            [] => text.is_empty(),
            ['%', rest @ ..] => (0..=text.len()).any(|from| naive(rest, &text[from..])),
            ['_', rest @ ..] => !text.is_empty() && naive(rest, &text[1..]),
            ['\\', one, rest @ ..] => text.first() == Some(one) && naive(rest, &text[1..]),
            [one, rest @ ..] => text.first() == Some(one) && naive(rest, &text[1..]),
        }
    }

    #[test]
    fn wildcards_stand_for_what_they_should() {
        for (pattern, text, fits) in [
            ("B_r%", "Berlin", true),
            ("B_r%", "Br", false),
            ("%", "", true),
            ("_%", "", false),
            ("", "", true),
            ("\\%\\_", "%_", true),
            ("\\%", "x", false),
            ("阿_山口", "阿拉山口", true),
            ("阿_口", "阿拉山口", false),
        ] {
            assert_eq!(Pattern::new(pattern).fits(text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn a_pattern_of_many_wildcards_takes_no_time() {
        let pattern = Pattern::new(&"%a".repeat(5_000));
        assert!(!pattern.fits(&"a".repeat(4_999)));
    }

    proptest::proptest! {
        #[test]
        fn a_pattern_fits_as_the_definition_says(pattern in "[ab%_\\\\]{0,8}", text in "[ab%_]{0,8}") {
            let characters = |text: &str| text.chars().collect::<Vec<_>>();
            let found = Pattern::new(&pattern).fits(&text);
            proptest::prop_assert_eq!(found, naive(&characters(&pattern), &characters(&text)));
        }
    }
}
