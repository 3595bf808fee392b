//! What the tiles of an archive are, told by the bytes of one of them.

use super::varint::varint;
use crate::basemap::inflate::{InflateError, inflate};

/// Kinds of tiles that a map can draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileFormat {
    /// Mapbox Vector Tile.
    Pbf,
    /// PNG picture.
    Png,
    /// JPEG picture.
    Jpeg,
    /// WebP picture.
    Webp,
}

/// What one tile shows of all tiles of its archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its kind.
    pub format: TileFormat,
    /// Whether its bytes are compressed with gzip.
    pub gzip: bool,
    /// Width of a picture in pixels, where its head tells.
    pub size: Option<u32>,
}

/// Why a tile is none that a map can draw.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// It is neither a vector tile nor a picture of a known kind.
    #[error("the first is neither a vector tile (plain or gzip) nor a PNG, JPEG or WebP picture")]
    Unknown,
    /// Its compression is damaged, or grows beyond all measure.
    #[error("the first {0}")]
    Inflate(#[from] InflateError),
}

impl TileFormat {
    /// Name as MBTiles metadata has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pbf => "pbf",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
        }
    }

    /// Media type of a tile.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pbf => "application/vnd.mapbox-vector-tile",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// Endings that the address of a tile may have.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pbf => &[".pbf", ".mvt"],
            Self::Png => &[".png"],
            Self::Jpeg => &[".jpg", ".jpeg"],
            Self::Webp => &[".webp"],
        }
    }
}

/// Tells what a tile is.
///
/// # Errors
/// When it is nothing that a map can draw.
pub fn form(tile: &[u8]) -> Result<Form, FormError> {
    let picture = |format, size| Ok(Form { format, gzip: false, size });
    match tile {
        [0x1f, 0x8b, ..] if is_vector(&inflate(tile)?) => {
            Ok(Form { format: TileFormat::Pbf, gzip: true, size: None })
        }
        [0x89, b'P', b'N', b'G', ..] => picture(TileFormat::Png, png_width(tile)),
        [0xff, 0xd8, 0xff, ..] => picture(TileFormat::Jpeg, jpeg_width(tile)),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            picture(TileFormat::Webp, webp_width(tile))
        }
        plain if is_vector(plain) => Ok(Form { format: TileFormat::Pbf, gzip: false, size: None }),
        _ => Err(FormError::Unknown),
    }
}

/// A [vector tile](https://github.com/mapbox/vector-tile-spec/tree/master/2.1) is nothing but
/// layers: field 3, a length, that many bytes, and so on to its end.
fn is_vector(mut tile: &[u8]) -> bool {
    while let [0x1a, rest @ ..] = tile {
        let Some((length, rest)) = varint(rest) else { return false };
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let Some(next) = rest.get(length..) else { return false };
        tile = next;
    }
    tile.is_empty()
}

/// The width stands first in the first chunk, which is the header.
fn png_width(tile: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(tile.get(16..20)?.try_into().ok()?))
}

/// The width stands in the frame header: the first segment of type C0 to CF that is no table.
fn jpeg_width(tile: &[u8]) -> Option<u32> {
    let mut at = 2;
    loop {
        let &[0xff, kind, high, low] = tile.get(at..at + 4)? else { return None };
        if (0xc0..=0xcf).contains(&kind) && ![0xc4, 0xc8, 0xcc].contains(&kind) {
            return Some(u32::from(u16::from_be_bytes(tile.get(at + 7..at + 9)?.try_into().ok()?)));
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
}

/// The width in the three kinds of first chunk that a
/// [WebP file](https://developers.google.com/speed/webp/docs/riff_container) can have.
fn webp_width(tile: &[u8]) -> Option<u32> {
    let number = |at: usize| Some(u32::from_le_bytes(tile.get(at..at + 4)?.try_into().ok()?));
    match tile.get(12..16)? {
        b"VP8X" => Some((number(24)? & 0x00ff_ffff) + 1),
        b"VP8L" => Some((number(21)? & 0x3fff) + 1),
        b"VP8 " => Some(number(26)? & 0x3fff),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tile: &[u8]) -> Option<(TileFormat, bool, Option<u32>)> {
        form(tile).ok().map(|form| (form.format, form.gzip, form.size))
    }

    #[test]
    fn a_tile_is_told_by_its_bytes() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x02\0";
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc4\0\x02\xff\xc0\0\x11\x08\x01\0\x01\0";
        let extended = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\xff\x01\0\xff\x01\0";
        let lossless = b"RIFF\0\0\0\0WEBPVP8L\x0a\0\0\0\x2f\xff\x41\x7f\x10";
        let lossy = b"RIFF\0\0\0\0WEBPVP8 \x0a\0\0\0\x30\x01\0\x9d\x01\x2a\x00\x02\x00\x02";
        for (tile, expected) in [
            (&b"\x1a\x03abc\x1a\x01d"[..], Some((TileFormat::Pbf, false, None))),
            (b"", Some((TileFormat::Pbf, false, None))),
            (png, Some((TileFormat::Png, false, Some(512)))),
            (&png[..10], Some((TileFormat::Png, false, None))),
            (jpeg, Some((TileFormat::Jpeg, false, Some(256)))),
            (&jpeg[..9], Some((TileFormat::Jpeg, false, None))),
            (extended, Some((TileFormat::Webp, false, Some(512)))),
            (lossless, Some((TileFormat::Webp, false, Some(512)))),
            (lossy, Some((TileFormat::Webp, false, Some(512)))),
            (b"\x1a\x05abc", None),
            (b"\x1a\xff\xff\xff\xff\xff", None),
            (b"GIF89a", None),
            (b"{}", None),
            (b"\x1f\x8bno gzip", None),
        ] {
            assert_eq!(told(tile), expected, "{tile:?}");
        }
    }
}
