//! Records and layers as linked data (schema.org), for search engines and catalogues of data.

use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use crate::output::credit;
use crate::pages::actors;
use crate::pages::links::segment;
use crate::pages::member;
use crate::pages::record::Record;

/// A block of linked data in a page. Nothing in it can end the block.
#[must_use]
pub fn block(data: &Value) -> Markup {
    let text = data.to_string().replace('<', "\\u003c");
    html! { script type="application/ld+json" { (PreEscaped(text)) } }
}

/// A record: a place, or an event at one, and the dataset that tells of it.
#[must_use]
pub fn record(record: &Record<'_>) -> Value {
    let (feature, links) = (record.feature, record.links);
    let page = links.absolute(&format!("feature/{}", segment(feature.id())));
    let items = format!(
        "api/collections/{}/items/{}",
        segment(&record.atlas.layer_of(feature).id),
        segment(feature.id())
    );
    let others = feature.name().iter().filter(|(code, _)| *code != "en");
    let others: Vec<Value> =
        others.map(|(code, name)| json!({"@value": name, "@language": code})).collect();
    let mut about = json!({
        "@context": "https://schema.org",
        "@type": if feature.is_event() { "Event" } else { "Place" },
        "@id": page,
        "url": page,
        "identifier": feature.id(),
        "name": record.name(),
        "alternateName": others,
        "description": record.description(),
        "additionalType": actors::kind(record),
        "subjectOf": {
            "@type": "Dataset",
            "name": format!("{}: {}", record.atlas.vocabulary().title, record.name()),
            "description": format!("{} What sources say of it, with dates.", record.description()),
            "url": page,
            "version": record.atlas.version(),
            "isAccessibleForFree": true,
            "license": credit::licences(record.atlas, &[feature]),
            "isPartOf": {"@type": "Dataset", "@id": links.absolute("data")},
            "distribution": [download(&links.absolute(&items), "application/geo+json")],
        },
    });
    if feature.is_event() {
        let place = record.properties.get("position").and_then(Value::as_object);
        let place = place.and_then(|position| member::text(position, "place"));
        if let Some(period) = record.life.periods.first() {
            about["startDate"] = json!(period.start.earliest.to_string());
        }
        about["location"] = json!({"@type": "Place", "name": place, "geo": geo(record)});
    } else {
        about["geo"] = geo(record);
    }
    about
}

/// A file that can be taken away, with its media type.
#[must_use]
pub fn download(address: &str, media: &str) -> Value {
    let media = media.split(';').next();
    json!({"@type": "DataDownload", "contentUrl": address, "encodingFormat": media})
}

/// A point, or the box around a line or an area; latitude before longitude, as schema.org has it.
fn geo(record: &Record<'_>) -> Value {
    match (record.feature.bbox(), record.feature.anchor()) {
        (Some([west, south, east, north]), _) if west < east || south < north => {
            json!({"@type": "GeoShape", "box": format!("{south} {west} {north} {east}")})
        }
        (_, Some([lon, lat])) => {
            json!({"@type": "GeoCoordinates", "latitude": lat, "longitude": lon})
        }
        _ => Value::Null,
    }
}
