//! Little-endian numbers at a place of a buffer; `None` beyond its end.

/// The bytes from a place on.
pub fn bytes<const N: usize>(buffer: &[u8], at: usize) -> Option<[u8; N]> {
    buffer.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// A whole number of 4 bytes.
pub fn u32_at(buffer: &[u8], at: usize) -> Option<u32> {
    bytes(buffer, at).map(u32::from_le_bytes)
}
