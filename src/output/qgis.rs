//! Styles for desktop programs: a symbol a category, as QML for QGIS and as SLD for others.
//!
//! QML as QGIS 3.22 writes it; SLD is OGC Styled Layer Descriptor 1.0.

use std::fmt::Write;

use quick_xml::escape::escape;

use crate::atlas::Atlas;
use crate::output::look::{Look, looks};
use crate::output::part::{Kind, Part};

/// Width of a point symbol in mm.
const SYMBOL_MM: f64 = 3.2;
/// Pixels of a millimetre, on a screen of 96 dpi.
const PIXELS_A_MM: f64 = 96.0 / 25.4;

/// The style of a table for QGIS.
pub(super) fn qml(atlas: &Atlas, part: &Part) -> String {
    let mut categories = String::new();
    let mut symbols = String::new();
    for (index, look) in looks(atlas, part.layer).enumerate() {
        let (id, name) = (escape(look.category.id.as_str()), escape(look.name()));
        let _ = write!(
            categories,
            "<category value=\"{id}\" type=\"string\" symbol=\"{index}\" label=\"{name}\" render=\"true\"/>"
        );
        symbols.push_str(&symbol(atlas, part, &look, index));
    }
    format!(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\
         <qgis version=\"3.22.0\" styleCategories=\"Symbology\">\
         <renderer-v2 type=\"categorizedSymbol\" attr=\"category\" symbollevels=\"0\" \
         enableorderby=\"0\" forceraster=\"0\"><categories>{categories}</categories>\
         <symbols>{symbols}</symbols></renderer-v2></qgis>"
    )
}

fn symbol(atlas: &Atlas, part: &Part, look: &Look<'_>, index: usize) -> String {
    let [red, green, blue] = look.colour;
    let colour = |opacity: u8| format!("{red},{green},{blue},{opacity}");
    let mm = |mm: f64| format!("{mm:.2}");
    let (class, kind, options) = match part.kind {
        Kind::Lines => (
            "SimpleLine",
            "line",
            vec![
                ("line_color", colour(255)),
                ("line_width", mm(look.width_mm)),
                ("line_width_unit", "MM".to_owned()),
                ("line_style", "solid".to_owned()),
                ("capstyle", "round".to_owned()),
                ("joinstyle", "round".to_owned()),
            ],
        ),
        Kind::Areas => (
            "SimpleFill",
            "fill",
            vec![
                ("color", colour(77)),
                ("style", "solid".to_owned()),
                ("outline_color", colour(255)),
                ("outline_style", "solid".to_owned()),
                ("outline_width", mm(look.width_mm)),
                ("outline_width_unit", "MM".to_owned()),
            ],
        ),
        Kind::Points | Kind::Mixed | Kind::Nowhere => (
            "SimpleMarker",
            "marker",
            vec![
                ("name", marker(atlas, part).to_owned()),
                ("color", colour(255)),
                ("outline_color", "255,255,255,255".to_owned()),
                ("outline_width", mm(0.3)),
                ("size", mm(SYMBOL_MM)),
                ("size_unit", "MM".to_owned()),
            ],
        ),
    };
    let (mut map, mut props) = (String::new(), String::new());
    for (name, value) in &options {
        let _ = write!(map, "<Option name=\"{name}\" type=\"QString\" value=\"{value}\"/>");
        let _ = write!(props, "<prop k=\"{name}\" v=\"{value}\"/>");
    }
    format!(
        "<symbol type=\"{kind}\" name=\"{index}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\
         <layer class=\"{class}\" enabled=\"1\" locked=\"0\" pass=\"0\">\
         <Option type=\"Map\">{map}</Option>{props}</layer></symbol>"
    )
}

/// The outline of a point symbol, by the name that QGIS has for it.
fn marker(atlas: &Atlas, part: &Part) -> &'static str {
    match atlas.vocabulary().layers[part.layer].shape.as_str() {
        "square" => "square",
        "diamond" => "diamond",
        _ => "circle",
    }
}

/// The style of a table for programs that read SLD.
pub(super) fn sld(atlas: &Atlas, part: &Part) -> String {
    let name = escape(part.name.as_str());
    let mut rules = String::new();
    for look in looks(atlas, part.layer) {
        let (id, title) = (escape(look.category.id.as_str()), escape(look.name()));
        let _ = write!(
            rules,
            "<Rule><Name>{id}</Name><Title>{title}</Title><ogc:Filter><ogc:PropertyIsEqualTo>\
             <ogc:PropertyName>category</ogc:PropertyName><ogc:Literal>{id}</ogc:Literal>\
             </ogc:PropertyIsEqualTo></ogc:Filter>{}</Rule>",
            symbolizer(atlas, part, &look)
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <StyledLayerDescriptor xmlns=\"http://www.opengis.net/sld\" \
         xmlns:ogc=\"http://www.opengis.net/ogc\" version=\"1.0.0\"><NamedLayer>\
         <Name>{name}</Name><UserStyle><Name>{name}</Name><FeatureTypeStyle>{rules}\
         </FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>"
    )
}

fn symbolizer(atlas: &Atlas, part: &Part, look: &Look<'_>) -> String {
    let colour = look.hex();
    let pixels = |mm: f64| format!("{:.1}", mm * PIXELS_A_MM);
    let stroke = format!(
        "<Stroke><CssParameter name=\"stroke\">{colour}</CssParameter>\
         <CssParameter name=\"stroke-width\">{}</CssParameter></Stroke>",
        pixels(look.width_mm)
    );
    let fill = |opacity: f64| {
        format!(
            "<Fill><CssParameter name=\"fill\">{colour}</CssParameter>\
             <CssParameter name=\"fill-opacity\">{opacity}</CssParameter></Fill>"
        )
    };
    match part.kind {
        Kind::Lines => format!("<LineSymbolizer>{stroke}</LineSymbolizer>"),
        Kind::Areas => format!("<PolygonSymbolizer>{}{stroke}</PolygonSymbolizer>", fill(0.3)),
        Kind::Points | Kind::Mixed | Kind::Nowhere => {
            // SLD has no diamond; a square is the nearest of its shapes.
            let shape = if marker(atlas, part) == "circle" { "circle" } else { "square" };
            format!(
                "<PointSymbolizer><Graphic><Mark><WellKnownName>{shape}</WellKnownName>{}</Mark>\
                 <Size>{}</Size></Graphic></PointSymbolizer>",
                fill(1.0),
                pixels(SYMBOL_MM)
            )
        }
    }
}
