//! Steppe Atlas: a map server that knows what stood when.
//!
//! Data flows one way: `atlas` (what is known) → `query` (what is asked) → `store` (what answers)
//! → `output` (as which bytes) → `pages` (as text to read) → `http` (to whom).

pub mod atlas;
pub mod basemap;
pub mod config;
pub mod export;
pub mod http;
pub mod output;
pub mod pages;
pub mod query;
pub mod reload;
pub mod store;
pub mod terrain;
