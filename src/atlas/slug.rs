//! Slugs: names of people as identifiers of lower-case letters, digits and hyphens.

/// Longest slug in letters; it stands in addresses and in names of files.
const LONGEST: usize = 64;

/// `Газовые скважины (2).csv` is `gazovye-skvazhiny-2-csv`; empty where no letter can be written.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in any_ascii::any_ascii(name).chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' {
            slug.push('-');
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// A file stem as people would write it: `gas_wells` is `Gas wells`.
#[must_use]
pub fn title(stem: &str) -> String {
    let spaced = stem.replace(['_', '-'], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let text = words.join(" ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A slug that none of the others is, with a number if need be.
#[must_use]
pub fn distinct(slug: String, taken: &dyn Fn(&str) -> bool) -> String {
    if !taken(&slug) {
        return slug;
    }
    (2_u32..).map(|n| format!("{slug}-{n}")).find(|other| !taken(other)).unwrap_or(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_become_identifiers() {
        for (name, expected) in [
            ("wells", "wells"),
            ("My Wells", "my-wells"),
            ("Газ", "gaz"),
            ("阿拉山口", "alashankou"),
            ("__a..b__", "a-b"),
            ("../../etc", "etc"),
            ("", ""),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        assert_eq!(title("gas_wells-2020"), "Gas wells 2020");
        assert_eq!(distinct("a".into(), &|id| ["a", "a-2"].contains(&id)), "a-3");
    }

    proptest::proptest! {
        #[test]
        fn a_slug_is_an_id_or_empty(name in ".{0,80}") {
            let slug = slug(&name);
            proptest::prop_assert!(slug.is_empty() || crate::atlas::conform::is_id(&slug));
            proptest::prop_assert!(slug.len() <= LONGEST);
        }
    }
}
