//! Settings and limits: each with its default, unit and reason.

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use crate::atlas::day::Day;

/// What an operator sets.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Address to listen on; loopback unless told otherwise, since there is no sign-in.
    pub listen: SocketAddr,
    /// Address under which people reach the server, where a proxy stands before it.
    pub base_url: Option<String>,
    /// A day to take for the current one, for tests and pictures.
    pub today: Option<Day>,
    /// What the server does at most.
    pub limits: Limits,
}

/// What a server does at most, where that depends on its machine and its clients.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Answers worked out at once, each on a thread of its own beside those that talk to clients.
    pub workers: usize,
    /// Time in which an answer is worked out, waiting for a worker included.
    pub answer_time: Duration,
    /// Connections at once; one more is refused with 503. Each has a file of the system and about
    /// 30 kB, more while it is answered.
    pub connections: usize,
    /// Time a client has to send the head of a request, and may keep a connection without asking for
    /// more.
    pub idle_time: Duration,
    /// Time a client may take nothing of an answer before the connection is cut.
    pub write_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Work waits for the processor alone, but for a tile that somebody else is making already.
            workers: std::thread::available_parallelism().map_or(2, NonZero::get),
            // The heaviest question over 100,000 features takes a few seconds on one core.
            answer_time: Duration::from_secs(10),
            // Systems give a program 1,024 files unless told otherwise.
            connections: 900,
            idle_time: Duration::from_secs(10),
            // A system may tell that a buffer of some megabytes has room only when a third of it is
            // sent, which takes a slow line a minute.
            write_time: Duration::from_secs(120),
        }
    }
}

/// Bytes of tiles of archives kept in memory, shared out equally among the archives: the whole
/// shipped basemap fits.
pub const ARCHIVE_CACHE_BYTES: u64 = 128 << 20;
/// Most tile archives of a data folder: each keeps files open and has a row in the layer card.
pub const MAX_ARCHIVES: usize = 64;
/// Bytes of one tile as it stands in an archive; pictures of 512 pixels have about 1 MB.
pub const MAX_TILE_BYTES: usize = 16 << 20;
/// Bytes of one compressed directory of a PMTiles file; those of a map of the planet have 0.2 MB.
pub const MAX_DIRECTORY_BYTES: usize = 1 << 20;
/// Bytes of atlas tiles kept in memory; a tile weighs 1 to 100 kB.
pub const TILE_CACHE_BYTES: u64 = 64 << 20;
/// Bytes of answers kept as they left, compressed: tiles, files of the page, documents and features
/// that were asked for twice. A tile weighs 1 to 100 kB, the files of the page have 2 MB.
pub const HOT_CACHE_BYTES: u64 = 64 << 20;
/// Bytes of one such answer at most, so that none pushes out all others: 10,000 features have 8 MB,
/// compressed 1.5 MB.
pub const MAX_HOT_BYTES: usize = 12 << 20;
/// Questions remembered as asked before, 8 bytes each; others push the oldest out.
pub const REPEATS: usize = 16_384;
/// Answers to be kept that are made at once; equal questions wait for the first of them.
pub const TURNS: usize = 256;
/// Bytes from which on an answer is compressed aside: half a millisecond of work.
pub const MIN_ASIDE_BYTES: usize = 128 << 10;
/// Such answers compressed at once: each takes a core and twice its bytes.
pub const MAX_COMPRESSIONS: usize = 4;
/// Features whose names are made ready for the search before anybody searches: the names of more take
/// seconds and as much memory as the features.
pub const MAX_NAMES_AHEAD: usize = 100_000;
/// Profiles kept at once, about 150 kB each: all lines of the shipped atlas.
pub const MAX_PROFILES: u64 = 128;
/// Profiles made at once: each decodes up to 32 MB of heights.
pub const MAX_PROFILES_AT_ONCE: usize = 2;
/// Time a request may take before it is given up.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// Seconds after which a client may ask again what took too long, or came when all were busy.
pub const RETRY_AFTER: &str = "10";
/// Connections that are told at once that they are too many; further ones are closed.
pub const MAX_REFUSALS: usize = 64;
/// Time that such a one has to ask its question and to take the refusal.
pub const REFUSAL_TIME: Duration = Duration::from_secs(1);
/// Bytes of the head of a request: method, address and headers. The longest question of the page has 2 kB.
pub const MAX_HEAD_BYTES: usize = 32 << 10;
/// Time without accepting connections after one could not be, for want of files to open.
pub const ACCEPT_PAUSE: Duration = Duration::from_secs(1);
/// Time that running requests have to finish when the server stops.
pub const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);
/// Bytes of one atlas tile before compression: more make a map slow to draw, and 500 kB is where
/// tilers (tippecanoe among them) stop. Beyond it features are left out.
pub const MAX_ATLAS_TILE_BYTES: usize = 500_000;
/// Bytes of prepared tile sets kept at once, one a day asked for with `as-of`: 1 MB for the shipped
/// atlas, 300 MB for a million features. Two are kept whatever they weigh.
pub const TILE_SET_BYTES: u64 = 64 << 20;
/// Most hits of a search.
pub const MAX_SEARCH_HITS: usize = 50;
/// Hits of a search unless asked otherwise: a list that fits a screen.
pub const DEFAULT_SEARCH_HITS: usize = 10;
/// Quiet time after a change in the data folder before it is read again, so that an editor that
/// writes several files, or one in pieces, causes one reload.
pub const RELOAD_QUIET: Duration = Duration::from_millis(300);
/// Bytes that one tile of an archive may inflate to; the largest in use have about 2 MB.
pub const MAX_INFLATED_BYTES: u64 = 32 << 20;
/// Files that are written for clients at once: each has a thread and about 1 MB, and further ones
/// wait until the time of a request is over.
pub const MAX_STREAMS: usize = 64;
/// Bytes of a chunk of a file on its way to a client: few enough to hold, enough to send at once.
pub const STREAM_CHUNK_BYTES: usize = 64 << 10;
/// Time a client may take to read a chunk before the file is given up.
pub const STREAM_STALL: Duration = Duration::from_secs(120);
