//! Compressed tiles, inflated up to a limit: for clients that take none, and to know that they are sound.

use std::io::Read;

use bytes::Bytes;
use flate2::read::MultiGzDecoder;

use crate::config::MAX_INFLATED_BYTES;

/// Why bytes cannot be inflated.
#[derive(Debug, thiserror::Error)]
pub enum InflateError {
    /// They are not gzip.
    #[error("is not gzip: {0}")]
    Gzip(#[from] std::io::Error),
    /// They grow beyond the limit, as a gzip bomb does.
    #[error("grows beyond {MAX_INFLATED_BYTES} bytes")]
    TooLarge,
}

/// The plain bytes of a gzip buffer.
///
/// # Errors
/// When it is not gzip, or holds more than [`MAX_INFLATED_BYTES`].
pub fn inflate(gzip: &[u8]) -> Result<Bytes, InflateError> {
    let mut plain = Vec::new();
    MultiGzDecoder::new(gzip).take(MAX_INFLATED_BYTES + 1).read_to_end(&mut plain)?;
    if plain.len() as u64 > MAX_INFLATED_BYTES {
        return Err(InflateError::TooLarge);
    }
    Ok(plain.into())
}

/// Whether a gzip buffer is sound, without keeping what it holds.
///
/// # Errors
/// As [`inflate`].
pub fn check(gzip: &[u8]) -> Result<(), InflateError> {
    let mut plain = MultiGzDecoder::new(gzip).take(MAX_INFLATED_BYTES + 1);
    match std::io::copy(&mut plain, &mut std::io::sink())? {
        bytes if bytes > MAX_INFLATED_BYTES => Err(InflateError::TooLarge),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).expect("memory takes all");
        encoder.finish().expect("memory takes all")
    }

    #[test]
    fn bytes_come_back() {
        assert_eq!(inflate(&gzip(b"tile")).expect("gzip"), "tile");
        check(&gzip(b"tile")).expect("gzip");
    }

    #[test]
    fn what_is_not_gzip_or_grows_too_large_is_refused() {
        assert!(matches!(inflate(b"tile"), Err(InflateError::Gzip(_))));
        let bomb = gzip(&vec![0; usize::try_from(MAX_INFLATED_BYTES).expect("fits") + 1]);
        assert!(matches!(inflate(&bomb), Err(InflateError::TooLarge)));
        assert!(matches!(check(&bomb), Err(InflateError::TooLarge)));
    }
}
