//! Limits of the files that people bring, each with its reason. What is beyond them is a finding.

/// Bytes of one file: it is held in memory while it is read, beside what becomes of it.
pub const MAX_FILE_BYTES: u64 = 2 << 30;
/// Columns of a table: each is a member of every feature, and tables in use have up to some hundred.
pub const MAX_COLUMNS: usize = 1_000;
/// Features of one layer: about 2 GB of memory.
pub const MAX_ROWS: usize = 2_000_000;
/// Positions of one geometry: twice the coastline of the world in the finest free map of it.
pub const MAX_VERTICES: usize = 1_000_000;
/// Collections inside collections; none is known that needs more than two.
pub const MAX_DEPTH: usize = 16;
/// Layers of a folder that has no `atlas.toml`: each has a row in the layer card.
pub const MAX_LAYERS: usize = 64;
/// Findings told of one layer: nobody reads more, and a file of the wrong kind has one a row.
pub const MAX_FINDINGS: usize = 100_000;
