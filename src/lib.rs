//! Steppe Atlas: a map server that knows what stood when.
//!
//! Data flows one way: `atlas` (what is known) → `query` (what is asked) → `store` (what answers)
//! → `output` (as which bytes) → `http` (to whom).

pub mod config;
pub mod atlas;
pub mod query;
pub mod store;
pub mod output;
pub mod basemap;
pub mod http;
pub mod reload;
