//! GeoJSON text sequences: a feature a record, each able to stand alone (RFC 8142).

use std::io::Write;

use serde_json::json;

use crate::output::contents::Contents;
use crate::output::credit;
use crate::output::format::FileError;
use crate::output::geojson::{Extra, write_feature};

/// Begins every text of a sequence (RFC 7464, 2.2).
const RECORD_SEPARATOR: u8 = 0x1E;

/// A file to take away. There is nothing around the features, so each says how to cite the file and
/// has its own sources.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn file(contents: &Contents<'_>, out: &mut dyn Write) -> Result<(), FileError> {
    let citation = json!(credit::citation(contents.atlas, &contents.asked));
    let mut text = Vec::new();
    for row in contents.rows() {
        let sources = credit::sources(contents.atlas, &[row.hit.feature], row.hit.as_of);
        let members = vec![("citation", citation.clone()), ("sources", sources)];
        text.clear();
        text.push(RECORD_SEPARATOR);
        write_feature(&mut text, contents.atlas, row.hit, &Extra { members, ..Extra::default() });
        text.push(b'\n');
        out.write_all(&text)?;
    }
    Ok(())
}
