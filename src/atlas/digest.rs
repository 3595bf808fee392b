//! Digests: what stands for the content of a file, however large, worked out on all cores.

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

/// A SHA-256 of SHA-256s.
pub(super) type Digest = [u8; 32];

/// Bytes that one core takes at a time.
const STRETCH: usize = 4 << 20;

/// The SHA-256 of those of all stretches of the bytes.
pub(super) fn digest(bytes: &[u8]) -> Digest {
    let stretches: Vec<_> = bytes.par_chunks(STRETCH).map(Sha256::digest).collect();
    let mut whole = Sha256::new();
    stretches.iter().for_each(|stretch| whole.update(stretch));
    whole.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_and_its_place_count() {
        let mut bytes = vec![7; 2 * STRETCH + 1];
        let before = digest(&bytes);
        assert_eq!(digest(&bytes), before);
        for position in [0, STRETCH, 2 * STRETCH] {
            bytes[position] = 8;
            assert_ne!(digest(&bytes), before, "byte {position}");
            bytes[position] = 7;
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert_ne!(digest(&longer), before);
    }
}
