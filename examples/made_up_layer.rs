//! Writes a made-up GeoJSON layer for measuring to standard output:
//! `cargo run --release --example made_up_layer -- 100000 > layer.geojson`.

#[path = "../benches/engine/layer.rs"]
mod layer;

use std::io::{self, Write};

fn main() -> Result<(), String> {
    let count = std::env::args().nth(1).unwrap_or_default();
    let count = count.parse().map_err(|_| format!("'{count}' is not a number of features"))?;
    let text = layer::geojson(count, layer::SEED);
    io::stdout().write_all(text.as_bytes()).map_err(|error| error.to_string())
}
