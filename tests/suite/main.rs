//! The one Rust test binary: promises of the atlas, module by module.
#![allow(clippy::unwrap_used, reason = "a test that meets a surprise should stop there")]

/// Items, files and tiles agree with a naive definition of filters, whatever is asked.
mod agreement;
/// The app under test, asked in memory, and what it answers.
mod app;
/// Archives of the data folder, and what is wrong with broken ones.
mod archives;
/// Bad input over TCP: every row of the table is refused in bounded time, and the program lives on.
mod bad_input;
/// Background tiles, styles, symbols and fonts.
mod basemap;
/// The built program: serve, check, reload, exit codes.
mod binary;
/// Entity tags, compression, caching and security headers.
mod caching;
/// Between two days: the table of cases, and that document, files and items agree.
mod changes;
/// GDAL asks the running server, and finds what is there.
mod clients;
/// Commands: what they print and where to, what their help lists, and how they end.
mod commands;
/// The abstract tests of OGC standards, over features at the edges of the world.
mod conformance;
/// Filters in CQL2: the abstract tests of the standard.
mod cql2;
/// Reference systems: the abstract tests of Features, Part 2.
mod crs;
/// Downloads hold exactly what was asked for, with licence, sources and citation.
mod downloads;
/// Bad input: every one is refused with the parameter and the value, and the server lives on.
mod errors;
/// Exported tiles are those of the server.
mod export;
/// One broken copy of a small atlas for each rule of the data.
mod faults;
/// Feeds are Atom as RFC 4287 has it, with ids that stay.
mod feeds;
/// Filters by actor, member, quality, certainty, sources and outcome.
mod filters;
/// Data folders made for a test: copies of a fixture, with patches.
mod folder;
/// Files of every format, read back by GDAL: the same features and places as in GeoJSON.
mod formats;
/// Our own data: no finding, known totals, known facts, every period.
mod geodata;
/// No tile is heavier than its limit.
mod heavy_tiles;
/// Which ids a file of any form holds.
mod ids_in_files;
/// Collections, items and one item: filters, pages, records.
mod items;
/// Heavy questions, many connections and clients that dawdle leave others alone.
mod limits;
/// The definition of the API says what the server takes.
mod openapi;
/// Other people's data: formats, guesses, broken files, `steppe init`.
mod owndata;
/// Pages to read: records, catalogue, citations.
mod pages;
/// Heights along a line: the document, the file, and what has none.
mod profile;
/// Queryables in filters, and as parameters.
mod queryables;
/// Bad filters are refused by parameter, in bounded time.
mod refusals;
/// Revisions: what became known between two days, held against the records as known on each.
mod revisions;
/// Drawn lines against what their records say of length, ends and borders.
mod routes;
/// What answers tell, filters ask and sorting names; JSON-FG.
mod schemas;
/// Search: the table of cases in seven languages, every name of every feature, spans of days.
mod search;
/// The built program as a running server.
mod server;
/// The atlas as a folder of files.
mod site;
/// Sorted, page by page, and parts of features.
mod sorting;
/// Features told by the starts of their periods, for the tables shared with the web app.
mod starts;
/// Large files leave while they are written, in little memory, and leave nothing behind.
mod streams;
/// Summaries, memberships and stories agree with the records.
mod summaries;
/// Tiles of a crowded layer show a fair part of it; small layers are whole.
mod thinning;
/// The house rules of the source tree.
mod tidy;
/// Geometry at the edges of things, read back from tiles.
mod tile_edges;
/// Vector tiles and TileJSON agree with the other answers.
mod tiles;
/// Tile archives made for a test.
mod tileset;
/// The contract of time: the truth table, and a naive day-by-day definition.
mod time;
/// The record inside the page of the map, on the day and as known on the day of its address.
mod told;
/// Refusals say plainly what is wrong, as a page to people; a slash at the end of a path leads on.
mod wording;
