//! The ground below the lines: courses walked in even steps, a grid of heights, and what both give
//! together, a profile.

pub mod course;
pub mod grid;
pub mod landmark;
pub mod profile;
