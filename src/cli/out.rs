//! Standard output, whose reader may have enough at any time: `steppe query | head`.

use std::io::{self, Write, stdout};

use super::Failure;

/// Prints a line.
///
/// # Errors
/// When it cannot be written, other than because nobody reads on.
pub fn say(line: impl std::fmt::Display) -> Result<(), Failure> {
    print(format!("{line}\n").as_bytes())
}

/// Prints bytes as they are.
///
/// # Errors
/// As [`say`].
pub fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = stdout().lock();
    unless_closed(out.write_all(bytes).and_then(|()| out.flush()), io::Error::kind)
}

/// A reader who has enough is no failure. `kind` tells what the system said.
///
/// # Errors
/// The failure, where it is another.
pub fn unless_closed<E: std::fmt::Display>(
    written: Result<(), E>,
    kind: impl Fn(&E) -> io::ErrorKind,
) -> Result<(), Failure> {
    match written {
        Err(error) if kind(&error) == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(Failure::of),
    }
}
