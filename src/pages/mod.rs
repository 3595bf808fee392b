//! Pages to read: the records and the catalogue as HTML without a map, and how to cite them.

pub mod actors;

pub mod cite;
mod country;
mod figures;
pub mod links;
pub mod linked;
mod member;
pub mod page;
mod position;
pub mod record;

mod sources;
mod times;
mod words;
