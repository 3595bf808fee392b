//! Numbers in base 128, least significant group first, as vector tiles and PMTiles write them
//! ([encoding](https://protobuf.dev/programming-guides/encoding/#varints)).

/// The number at the beginning, and what follows it; `None` where there is none of at most 64 bits.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0u64;
    for (index, byte) in bytes.iter().take(10).enumerate() {
        let group = u64::from(byte & 0x7f);
        let shifted = group << (7 * index);
        if shifted >> (7 * index) != group {
            return None;
        }
        value |= shifted;
        if byte & 0x80 == 0 {
            return Some((value, &bytes[index + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_the_rest() {
        for (bytes, expected) in [
            (&[0][..], Some((0, &[][..]))),
            (&[0x96, 1, 7], Some((150, &[7][..]))),
            (&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], Some((u64::MAX, &[][..]))),
            (&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2], None),
            (&[0x80; 12], None),
            (&[], None),
        ] {
            assert_eq!(varint(bytes), expected, "{bytes:?}");
        }
    }
}
