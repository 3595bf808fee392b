//! Pages to read: the records and the catalogue as HTML without a map, and how to cite them.

mod actors;
pub mod catalogue;
pub mod cite;
mod country;
pub mod document;
mod figures;
pub mod linked;
pub mod links;
mod member;
pub mod missing;
pub mod page;
mod position;
pub mod record;
pub mod reference;
pub mod sitemap;
mod sources;
mod times;
mod words;
