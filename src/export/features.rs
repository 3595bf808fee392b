//! Features as one file of any format, as the server gives them to take away.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use super::ExportError;
use super::draft::Draft;
use crate::output::contents::Contents;
use crate::output::format::Format;

/// Writes contents in a format; gives the length of the file in bytes.
///
/// # Errors
/// When the file is there already and `force` is not set, or it cannot be written. What was there
/// before is then untouched.
pub fn write(
    contents: &Contents<'_>,
    format: &Format,
    target: &Path,
    force: bool,
) -> Result<u64, ExportError> {
    let draft = Draft::of(target, force)?;
    let file = File::create(draft.path()).map_err(|error| draft.failed(error))?;
    let mut out = BufWriter::new(file);
    let written = format.write(contents, &mut out);
    written
        .map_err(|error| ExportError::File { path: target.to_owned(), error: Box::new(error) })?;
    drop(out);
    draft.finish()
}
