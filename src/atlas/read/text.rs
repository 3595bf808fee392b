//! Bytes as text: UTF-8, with or without a byte order mark.

use super::Unreadable;

/// The text of a file, without its byte order mark.
///
/// # Errors
/// When it is UTF-16 or not UTF-8, with the line of the first byte that is not.
pub fn decode(bytes: &[u8]) -> Result<&str, Unreadable> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Unreadable::whole("is UTF-16 text; save it as UTF-8"));
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if let Some(at) = bytes.iter().take(4096).position(|byte| *byte == 0) {
        let reason = "holds a zero byte, so it is not UTF-8 text (UTF-16, perhaps, or cut off)";
        return Err(Unreadable::at(line_at(bytes, at), reason));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let reason = format!("byte {:#04X} is not UTF-8 text; save the file as UTF-8", bytes[at]);
        Unreadable::at(line_at(bytes, at), reason)
    })
}

fn line_at(bytes: &[u8], at: usize) -> usize {
    1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_taken_off_and_other_codings_are_told() {
        assert_eq!(decode(b"\xEF\xBB\xBFa"), Ok("a"));
        let reason = |bytes: &[u8]| decode(bytes).expect_err("no text").reason;
        assert!(reason(b"\xFF\xFE{\0").contains("UTF-16"));
        assert!(reason(b"{\0\"\0").contains("zero byte"));
        let latin = decode(b"a\nb\n\xE9t\xE9").expect_err("Latin-1");
        assert_eq!((latin.number, latin.reason.contains("0xE9")), (3, true));
    }
}
