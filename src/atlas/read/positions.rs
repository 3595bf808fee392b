//! Positions: geometry from GeoJSON text in one pass, in the plain form that nearly all files have.
//! What is written otherwise, or wrong, is left to the reader that knows all forms and tells faults.

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

/// A geometry read from text.
#[derive(Debug, PartialEq)]
pub struct Plain {
    /// The geometry.
    pub geometry: Geometry<f64>,
    /// Whether the text is as answers give it: two coordinates a position, no blanks.
    pub verbatim: bool,
}

/// Reads text that is known to be JSON: an object of `type` and `coordinates`, in this order and with
/// nothing else, of whole rings, with two or three finite numbers a position. `None` for the rest.
#[must_use]
pub fn parse(text: &str) -> Option<Plain> {
    let mut cursor = Cursor { bytes: text.as_bytes(), at: 0, verbatim: true };
    let geometry = match cursor.kind()? {
        "Point" => Geometry::Point(Point(cursor.position()?.coord())),
        "MultiPoint" => {
            let all = cursor.list(Cursor::position)?;
            Geometry::MultiPoint(MultiPoint(all.into_iter().map(|p| Point(p.coord())).collect()))
        }
        "LineString" => Geometry::LineString(cursor.line()?),
        "MultiLineString" => Geometry::MultiLineString(MultiLineString(cursor.list(Cursor::line)?)),
        "Polygon" => Geometry::Polygon(cursor.polygon()?),
        "MultiPolygon" => Geometry::MultiPolygon(MultiPolygon(cursor.list(Cursor::polygon)?)),
        _ => return None,
    };
    cursor.pass("}")?;
    (cursor.at == text.len()).then_some(Plain { geometry, verbatim: cursor.verbatim })
}

/// Whether a position (longitude, latitude) of such a text passes a test; no more of it is read than
/// that takes. False where the text is written otherwise.
#[must_use]
pub fn any_position(text: &str, test: impl Fn([f64; 2]) -> bool) -> bool {
    let mut cursor = Cursor { bytes: text.as_bytes(), at: 0, verbatim: true };
    let mut met = || {
        cursor.kind()?;
        loop {
            cursor.blanks();
            match cursor.peek()? {
                b'[' if cursor.opens_list() => cursor.at += 1,
                b'[' => {
                    let Coord { x, y } = cursor.position()?.coord();
                    if test([x, y]) {
                        return Some(());
                    }
                }
                b']' | b',' => cursor.at += 1,
                _ => return None,
            }
        }
    };
    met().is_some()
}

/// The name of the type of a geometry that [`parse`] takes as it stands.
#[must_use]
pub fn type_of(text: &str) -> Option<&str> {
    text.strip_prefix("{\"type\":\"")?.split('"').next()
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    verbatim: bool,
}

/// A position with its height, which counts where a ring has to close.
#[derive(Clone, Copy, PartialEq)]
struct Position([f64; 3]);

impl Position {
    const fn coord(self) -> Coord<f64> {
        Coord { x: self.0[0], y: self.0[1] }
    }
}

impl<'a> Cursor<'a> {
    /// The name of the type; the coordinates follow.
    fn kind(&mut self) -> Option<&'a str> {
        self.pass("{")?;
        self.pass("\"type\"")?;
        self.pass(":")?;
        let kind = self.word()?;
        self.pass(",")?;
        self.pass("\"coordinates\"")?;
        self.pass(":")?;
        Some(kind)
    }

    /// Passes by blanks.
    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
            self.verbatim = false;
        }
    }

    /// Whether the bracket here holds others, and so no position.
    fn opens_list(&self) -> bool {
        let mut inside = self.bytes[self.at + 1..].iter();
        inside.find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[')
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes by a sign or word, and the blanks before it.
    fn pass(&mut self, expected: &str) -> Option<()> {
        self.blanks();
        let found = self.bytes[self.at..].starts_with(expected.as_bytes());
        if found {
            self.at += expected.len();
        }
        found.then_some(())
    }

    /// A text without escapes.
    fn word(&mut self) -> Option<&'a str> {
        self.pass("\"")?;
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| *byte == b'"')?;
        self.at += length + 1;
        std::str::from_utf8(&rest[..length]).ok()
    }

    fn number(&mut self) -> Option<f64> {
        self.blanks();
        let rest = &self.bytes[self.at..];
        if let Some((number, length)) = decimal(rest) {
            self.at += length;
            return Some(number);
        }
        let of_number = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
        let length = rest.iter().position(|byte| !of_number(byte)).unwrap_or(rest.len());
        self.at += length;
        let number: f64 = std::str::from_utf8(&rest[..length]).ok()?.parse().ok()?;
        number.is_finite().then_some(number)
    }

    fn position(&mut self) -> Option<Position> {
        self.pass("[")?;
        let x = self.number()?;
        self.pass(",")?;
        let y = self.number()?;
        self.blanks();
        let mut z = 0.0;
        if self.peek() == Some(b',') {
            self.at += 1;
            z = self.number()?;
            self.verbatim = false;
        }
        self.pass("]")?;
        Some(Position([x, y, z]))
    }

    /// A list of one or more.
    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.pass("[")?;
        let mut items = Vec::new();
        loop {
            items.push(item(self)?);
            self.blanks();
            match self.peek()? {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    items.shrink_to_fit();
                    return Some(items);
                }
                _ => return None,
            }
        }
    }

    fn line(&mut self) -> Option<LineString<f64>> {
        let positions = self.list(Self::position)?;
        // The reader of all forms has its own opinion of lines that are none.
        (positions.len() > 1)
            .then(|| LineString(positions.into_iter().map(Position::coord).collect()))
    }

    /// RFC 7946, 3.1.6: four or more positions, the last of them the first.
    fn ring(&mut self) -> Option<LineString<f64>> {
        let positions = self.list(Self::position)?;
        let closed = positions.len() > 3 && positions.first() == positions.last();
        closed.then(|| LineString(positions.into_iter().map(Position::coord).collect()))
    }

    fn polygon(&mut self) -> Option<Polygon<f64>> {
        let mut rings = self.list(Self::ring)?;
        let exterior = rings.remove(0);
        Some(Polygon::new(exterior, rings))
    }
}

/// The decimal at the beginning of a text, and its length; `None` where it is more than an integer that
/// a double holds, divided by a power of ten that a double holds. One division of two exact numbers
/// rounds as the number itself does: Clinger, "How to Read Floating Point Numbers Accurately", 1990.
#[expect(clippy::cast_precision_loss, reason = "the integer is one that a double holds")]
fn decimal(text: &[u8]) -> Option<(f64, usize)> {
    let start = usize::from(text.first() == Some(&b'-'));
    let (mut integer, mut digits, mut point, mut at) = (0_u64, 0, None, start);
    while let Some(byte) = text.get(at) {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                if digits > MOST_DIGITS {
                    return None;
                }
                integer = integer * 10 + u64::from(byte - b'0');
            }
            b'.' if point.is_none() => point = Some(digits),
            b'.' | b'e' | b'E' | b'+' | b'-' => return None,
            _ => break,
        }
        at += 1;
    }
    if digits == 0 || integer > 1 << f64::MANTISSA_DIGITS {
        return None;
    }
    let power = POWERS_OF_TEN[point.map_or(0, |before| digits - before)];
    let number = integer as f64 / power;
    Some((if start == 1 { -number } else { number }, at))
}

/// Digits that any integer of 64 bits has room for.
const MOST_DIGITS: usize = 19;

/// Each is a double to its last digit, as all powers up to the 22nd are.
const POWERS_OF_TEN: [f64; MOST_DIGITS + 1] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19,
];

#[cfg(test)]
mod tests {
    use geo::CoordsIter;
    use proptest::prelude::*;

    use super::*;

    fn by_the_crate(text: &str) -> Option<Geometry<f64>> {
        let geometry: geojson::Geometry = text.parse().ok()?;
        Geometry::try_from(geometry).ok()
    }

    #[test]
    fn plain_forms_are_read_and_others_are_left() {
        for (text, verbatim) in [
            (r#"{"type":"Point","coordinates":[70.5,-41]}"#, Some(true)),
            (r#"{ "type": "Point", "coordinates": [ 70.5, 41e0 ] }"#, Some(false)),
            (r#"{"type":"Point","coordinates":[70.5,41,900]}"#, Some(false)),
            (r#"{"type":"LineString","coordinates":[[70,41],[71,42]]}"#, Some(true)),
            (r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#, Some(true)),
            (r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,2]]]}"#, None),
            (r#"{"type":"Polygon","coordinates":[[[0,0,1],[1,0,1],[1,1,1],[0,0,2]]]}"#, None),
            (r#"{"coordinates":[70.5,41],"type":"Point"}"#, None),
            (r#"{"type":"Point","coordinates":[70.5,41],"bbox":[1,2,3,4]}"#, None),
            (r#"{"type":"Point","coordinates":[1e999,41]}"#, None),
            (r#"{"type":"Point","coordinates":[]}"#, None),
            (r#"{"type":"LineString","coordinates":[[70,41]]}"#, None),
            (r#"{"type":"GeometryCollection","geometries":[]}"#, None),
        ] {
            let read = parse(text);
            assert_eq!(read.as_ref().map(|plain| plain.verbatim), verbatim, "{text}");
            if let Some(plain) = read {
                assert_eq!(Some(plain.geometry), by_the_crate(text), "{text}");
            }
        }
        assert_eq!(type_of(r#"{"type":"Point","coordinates":[70.5,-41]}"#), Some("Point"));
        assert_eq!(type_of("null"), None);
    }

    #[test]
    fn decimals_are_read_to_their_end() {
        for (text, read) in [
            ("70.25,", Some((70.25, 5))),
            ("-41]", Some((-41.0, 3))),
            ("9007199254740992", Some((9_007_199_254_740_992.0, 16))),
            ("9007199254740993", None),
            ("0.0000000000000000001", None),
            ("0.000000000000000001", Some((1e-18, 20))),
            ("12345678901234567890", None),
            ("1e3", None),
            ("", None),
            ("-", None),
        ] {
            assert_eq!(decimal(text.as_bytes()), read, "{text}");
        }
    }

    proptest! {
        #[test]
        fn decimals_are_what_the_standard_library_reads(text in "-?[0-9]{1,10}(\\.[0-9]{1,19})?") {
            let number: f64 = text.parse().unwrap();
            if let Some((read, length)) = decimal(text.as_bytes()) {
                prop_assert_eq!(read.to_bits(), number.to_bits());
                prop_assert_eq!(length, text.len());
            } else {
                prop_assert!(text.len() > 15, "a short one is read");
            }
        }

        #[test]
        fn what_is_read_is_what_the_crate_reads(
            lines in proptest::collection::vec(
                proptest::collection::vec((-180.0..180.0_f64, -90.0..90.0_f64), 2..9), 1..4),
            blank in "[ \n]{0,2}",
        ) {
            let lines = MultiLineString::new(lines.into_iter().map(LineString::from).collect());
            let lines = Geometry::MultiLineString(lines);
            let text = geojson::GeometryValue::from(&lines).to_string();
            let spaced = text.replace(',', &format!(",{blank}"));
            let read = parse(&spaced).expect("a plain form");
            prop_assert_eq!(&read.geometry, &lines);
            for place in lines.coords_iter() {
                prop_assert!(any_position(&spaced, |[x, y]| x == place.x && y == place.y));
            }
            prop_assert!(!any_position(&text, |[x, _]| x > 180.0));
            prop_assert_eq!(read.verbatim, blank.is_empty());
        }

        #[test]
        fn no_text_makes_it_panic(text in r#"[{}\[\]", 0-9.eE:a-z-]{0,60}"#) {
            let _ = parse(&text);
            let _ = any_position(&format!(r#"{{"type":"Polygon","coordinates":{text}"#), |_| false);
            let _ = parse(&format!(r#"{{"type":"Polygon","coordinates":{text}"#));
        }
    }
}
