//! The icons of the map: drawings of 24 × 24 units in one colour (CC0, see `icons/`).

/// Name and drawing of each icon.
const ICONS: [(&str, &str); 16] = [
    ("air", include_str!("icons/air.svg")),
    ("crossing", include_str!("icons/crossing.svg")),
    ("deal", include_str!("icons/deal.svg")),
    ("dryport", include_str!("icons/dryport.svg")),
    ("exercise", include_str!("icons/exercise.svg")),
    ("garrison", include_str!("icons/garrison.svg")),
    ("gas", include_str!("icons/gas.svg")),
    ("incident", include_str!("icons/incident.svg")),
    ("multimodal", include_str!("icons/multimodal.svg")),
    ("oil", include_str!("icons/oil.svg")),
    ("radar", include_str!("icons/radar.svg")),
    ("rail", include_str!("icons/rail.svg")),
    ("range", include_str!("icons/range.svg")),
    ("road", include_str!("icons/road.svg")),
    ("summit", include_str!("icons/summit.svg")),
    ("zone", include_str!("icons/zone.svg")),
];

/// The drawing of an icon as SVG elements, 24 units wide, in `colour`; nothing for unknown names.
pub(super) fn drawing(name: &str, colour: &str) -> String {
    let known = ICONS.iter().find(|(icon, _)| *icon == name);
    known.map_or_else(String::new, |(_, svg)| inside(svg).replace("currentColor", colour))
}

/// What stands between `<svg …>` and `</svg>`.
fn inside(svg: &str) -> &str {
    let body = svg.split_once('>').map_or("", |(_, rest)| rest);
    body.rsplit_once("</svg>").map_or(body, |(body, _)| body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::vocabulary::Vocabulary;

    #[test]
    fn every_icon_is_a_drawing_in_one_colour() {
        for (name, _) in ICONS {
            let drawing = drawing(name, "#123456");
            assert!(drawing.contains("#123456") && !drawing.contains("currentColor"), "{name}");
            assert!(!drawing.contains("<svg") && !drawing.contains("</svg"), "{name}");
        }
    }

    #[test]
    fn the_shipped_vocabulary_names_only_icons_that_exist() {
        let text = include_str!("../../geodata/atlas.toml");
        let vocabulary = Vocabulary::parse(text).unwrap();
        for category in vocabulary.layers.iter().flat_map(|layer| &layer.categories) {
            assert_ne!(drawing(&category.icon, "#000000"), "", "{}", category.icon);
        }
    }

    #[test]
    fn an_unknown_icon_draws_nothing() {
        assert_eq!(drawing("unicorn", "#000000"), "");
    }
}
