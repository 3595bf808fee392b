//! Colours of a theme, and mixes of them.

use std::collections::BTreeMap;
use std::fmt;

use crate::atlas::vocabulary::Vocabulary;

/// Light or dark: which of the two colours of a name is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Theme {
    /// Both, as the vocabulary orders them.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// The theme of this name, `light` or `dark`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// `light` or `dark`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// An sRGB colour with an opacity from 0 to 1; `Display` writes it for CSS, styles and SVG.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
    opacity: f64,
}

impl Colour {
    /// What stands in for a colour that nobody named or that cannot be read.
    const FALLBACK: Self = Self { red: 128, green: 128, blue: 128, opacity: 1.0 };

    /// Reads `#RRGGBB`, `rgb(r,g,b)` or `rgba(r,g,b,a)`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(hex) = text.strip_prefix('#') {
            let number = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
            let [_, red, green, blue] = number.to_be_bytes();
            return Some(Self { red, green, blue, opacity: 1.0 });
        }
        let inside = text.strip_prefix("rgba(").or(text.strip_prefix("rgb("))?.strip_suffix(')')?;
        let parts: Vec<&str> = inside.split(',').map(str::trim).collect();
        let [red, green, blue, rest @ ..] = parts.as_slice() else {
            return None;
        };
        let opacity = match rest {
            [] => 1.0,
            [share] => share.parse().ok().filter(|share| (0.0..=1.0).contains(share))?,
            _ => return None,
        };
        let byte = |part: &str| part.parse().ok();
        Some(Self { red: byte(red)?, green: byte(green)?, blue: byte(blue)?, opacity })
    }

    /// This colour over `ground`, covering the given share of it (0 gives the ground).
    pub fn over(self, ground: Self, share: f64) -> Self {
        let mix = |top: u8, below: u8| {
            let sum = f64::from(top) * share + f64::from(below) * (1.0 - share);
            sum.round().clamp(0.0, 255.0) as u8
        };
        Self {
            red: mix(self.red, ground.red),
            green: mix(self.green, ground.green),
            blue: mix(self.blue, ground.blue),
            opacity: ground.opacity,
        }
    }

    /// This colour with a share of its opacity.
    pub fn faded(self, share: f64) -> Self {
        let opacity = (self.opacity * share * 1000.0).round() / 1000.0;
        self.with_opacity(opacity)
    }

    /// This colour with another opacity, 0 to 1.
    pub fn with_opacity(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { red, green, blue, opacity } = self;
        if *opacity >= 1.0 {
            write!(f, "#{red:02X}{green:02X}{blue:02X}")
        } else {
            write!(f, "rgba({red},{green},{blue},{opacity})")
        }
    }
}

/// The named colours of one theme.
#[derive(Clone, Debug)]
pub struct Palette {
    colours: BTreeMap<String, Colour>,
}

impl Palette {
    /// The colours of `vocabulary`; names of the built-in atlas that it does not give keep their
    /// built-in colour, so that the ground of a map is never without.
    pub fn new(vocabulary: &Vocabulary, theme: Theme) -> Self {
        let built_in = Vocabulary::for_layers("", &[]).colours;
        let colours = built_in.iter().chain(&vocabulary.colours).filter_map(|(name, pair)| {
            let [light, dark] = pair;
            let text = if theme == Theme::Light { light } else { dark };
            Some((name.clone(), Colour::parse(text)?))
        });
        Self { colours: colours.collect() }
    }

    /// The colour of this name, a mid grey if there is none.
    pub fn named(&self, name: &str) -> Colour {
        self.colours.get(name).copied().unwrap_or(Colour::FALLBACK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_written_alike() {
        for text in ["#F4F1EB", "rgba(250,248,244,0.92)"] {
            assert_eq!(Colour::parse(text).map(|colour| colour.to_string()).as_deref(), Some(text));
        }
        for bad in ["", "#12", "#12345g", "red", "rgb(1,2)", "rgba(1,2,3,4)", "rgb(1,2,300)"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_mix_lies_between_its_colours() {
        let (black, white) = (Colour::parse("#000000"), Colour::parse("#FFFFFF"));
        let (Some(black), Some(white)) = (black, white) else { panic!("both are colours") };
        assert_eq!(black.over(white, 0.0), white);
        assert_eq!(black.over(white, 1.0), black);
        assert_eq!(black.over(white, 0.5).to_string(), "#808080");
    }

    #[test]
    fn a_palette_keeps_the_built_in_ground() {
        let mut vocabulary = Vocabulary::for_layers("", &[]);
        vocabulary.colours.clear();
        let palette = Palette::new(&vocabulary, Theme::Dark);
        assert_eq!(palette.named("land").to_string(), "#1B2027");
        assert_eq!(palette.named("no such colour"), Colour::FALLBACK);
    }
}
