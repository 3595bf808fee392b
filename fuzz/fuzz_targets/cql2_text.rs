//! No filter in CQL2 text makes the reader panic or run long.
#![no_main]

use libfuzzer_sys::fuzz_target;
use steppe_atlas::query::cql2::Language;
use steppe_atlas_fuzz::filter;

fuzz_target!(|text: &str| filter(text, Language::Text));
