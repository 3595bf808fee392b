//! The index cache: plain layers as they were read, in one file beside the data, so that the next start
//! need not read them again.
//!
//! It stands for exactly what was read: the digest of all files it was made from and the program that
//! made it are written in it, and whoever finds others there reads the data itself. It holds a digest
//! of its own, too, so that a file cut off or changed on the disk is not believed. Nothing but time is
//! lost where it is deleted.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path as FilePath;
use std::sync::Arc;

use blake3::{Hash, Hasher, OUT_LEN};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::atlas::columns::Found;
use crate::atlas::date::Date;
use crate::atlas::feature::Feature;
use crate::atlas::feature::packed::{Packer, ROW_BYTES, Unpacker};
use crate::atlas::files::Shelf;
use crate::atlas::intake::Intake;
use crate::atlas::read::{Format, MAX_ROWS};
use crate::atlas::shared::Shared;

/// Its name begins so, and that of a half-written one: with a dot, as nothing that is read as data.
pub const FILE_NAME: &str = ".steppe-index";

/// Bytes of data from which on there is one: what is read in a fifth of a second needs none.
const WORTH_IT: usize = 8 << 20;

/// What the file begins with; another form of it gets another number.
const MAGIC: &[u8; 8] = b"steppe01";

/// A layer of plain data: its position in the vocabulary, how it was read, and its features.
pub(super) type Plain<'a> = (usize, &'a Intake, &'a [Feature]);

/// A layer that was kept.
pub(super) struct Kept {
    /// Its position in the vocabulary.
    pub layer: usize,
    /// How it was read.
    pub intake: Intake,
    /// Its features.
    pub features: Vec<Feature>,
}

/// What stands before the texts and the rows, as JSON.
#[derive(Serialize, Deserialize)]
struct Head<'a> {
    layers: Vec<Layer<'a>>,
    texts: Vec<Text<'a>>,
    dates: Vec<Cow<'a, str>>,
    categories: Vec<Cow<'a, str>>,
}

/// How a layer was read, and how many rows it has.
#[derive(Serialize, Deserialize)]
struct Layer<'a> {
    number: usize,
    id: Cow<'a, str>,
    file: Cow<'a, str>,
    table: Option<Cow<'a, str>>,
    in_file: usize,
    columns: Cow<'a, [Found]>,
    notes: Cow<'a, [String]>,
    rows: usize,
}

/// A text: that of a data file, or one of so many bytes that follows the head.
#[derive(Serialize, Deserialize)]
enum Text<'a> {
    File(Cow<'a, str>),
    Own(usize),
}

/// The layers that were kept of just this data; `None` where there is no such file, or one of other
/// data, of another program, or with a fault.
pub(super) fn read(folder: &FilePath, made_from: Hash, shelf: &Shelf) -> Option<Vec<Kept>> {
    let path = folder.join(FILE_NAME);
    // Opening a pipe waits for somebody who writes.
    std::fs::symlink_metadata(&path).ok().filter(std::fs::Metadata::is_file)?;
    let mut file = Hashed::of(File::open(&path).ok()?);
    let whole = file.inner.metadata().ok()?.len();
    if file.take(MAGIC.len(), whole)? != MAGIC || file.take(OUT_LEN, whole)? != key(made_from)? {
        return None;
    }
    let length = u64::from_le_bytes(file.take(size_of::<u64>(), whole)?.try_into().ok()?);
    let head = file.take(usize::try_from(length).ok()?, whole)?;
    let head: Head<'_> = serde_json::from_slice(&head).ok()?;
    let mut texts = Vec::with_capacity(head.texts.len());
    for text in &head.texts {
        texts.push(match text {
            Text::File(name) => shelf.get(name)?.ok()?.text.clone()?,
            Text::Own(length) => Shared::new(String::from_utf8(file.take(*length, whole)?).ok()?),
        });
    }
    let dates: Result<Vec<Date>, _> = head.dates.par_iter().map(|date| Date::parse(date)).collect();
    let categories =
        head.categories.iter().map(|category| Arc::new(category.to_string())).collect();
    let unpacker = Unpacker { texts, dates: dates.ok()?, categories };
    let mut kept = Vec::with_capacity(head.layers.len());
    for layer in head.layers {
        let features = features(&mut file, &unpacker, (layer.number, layer.rows))?;
        kept.push(Kept { layer: layer.number, intake: layer.intake()?, features });
    }
    let found = file.hash.finalize();
    (file.take(OUT_LEN, whole)? == found.as_bytes()).then_some(kept)
}

/// The features of so many rows, as those of a layer.
fn features(
    file: &mut Hashed<File>,
    unpacker: &Unpacker,
    (layer, n_rows): (usize, usize),
) -> Option<Vec<Feature>> {
    // As many as a layer may have, whatever is said of their number.
    let mut features = Vec::with_capacity(n_rows.min(MAX_ROWS));
    let mut rows = Vec::new();
    let mut left = n_rows;
    while left > 0 {
        let n = left.min(ROWS_AT_A_TIME);
        rows.resize(n * ROW_BYTES, 0);
        file.inner.read_exact(&mut rows).ok()?;
        let unpack = || -> Option<Vec<Feature>> {
            rows.par_chunks_exact(ROW_BYTES).map(|row| unpacker.feature(layer, row)).collect()
        };
        let (_, some) = rayon::join(|| file.hash.update(&rows), unpack);
        features.extend(some?);
        left -= n;
    }
    Some(features)
}

/// Rows that are held at once: eleven megabytes.
const ROWS_AT_A_TIME: usize = 131_072;

/// Whether rows can hold all features of a layer.
pub(super) fn can_be_kept((_, _, features): &Plain<'_>) -> bool {
    features.iter().all(|feature| feature.is_plain() && feature.is_bare())
}

/// Keeps layers in place of what was kept before: those of plain features with nothing rare about
/// them. Of little data nothing is kept.
///
/// # Errors
/// When the folder cannot be written to.
pub(super) fn write(
    folder: &FilePath,
    made_from: Hash,
    plain: &[Plain<'_>],
    shelf: &Shelf,
) -> io::Result<()> {
    let kept: Vec<&Plain<'_>> = plain.iter().filter(|layer| can_be_kept(layer)).collect();
    let given = |file: &str| shelf.get(file).and_then(Result::ok);
    let n_bytes =
        kept.iter().filter_map(|(_, intake, _)| Some(given(&intake.file)?.content().len()));
    let Some(key) = key(made_from).filter(|_| n_bytes.sum::<usize>() >= WORTH_IT) else {
        return Ok(());
    };
    let (mut packer, mut row) = (Packer::default(), Vec::with_capacity(ROW_BYTES));
    for feature in kept.iter().flat_map(|(_, _, features)| *features) {
        row.clear();
        packer.pack(feature, &mut row).ok_or_else(too_many)?;
    }
    let file_of = |text: &Shared| {
        let mut files = kept.iter().map(|(_, intake, _)| intake.file.as_str());
        files.find(|file| {
            given(file).and_then(|given| given.text.as_ref()).is_some_and(|own| own.is(text))
        })
    };
    let texts = packer.texts.iter().map(|text| match file_of(text) {
        Some(file) => Text::File(file.into()),
        None => Text::Own(text.as_str().len()),
    });
    let head = Head {
        layers: kept.iter().map(|plain| Layer::of(plain)).collect(),
        texts: texts.collect(),
        dates: packer.dates.iter().map(|date| date.text().into()).collect(),
        categories: packer.categories.iter().map(|category| category.as_str().into()).collect(),
    };
    let told = serde_json::to_vec(&head)?;
    let draft = tempfile::Builder::new().prefix(FILE_NAME).tempfile_in(folder)?;
    let mut file = Hashed::of(BufWriter::new(draft));
    for part in [MAGIC.as_slice(), &key, &(told.len() as u64).to_le_bytes(), &told] {
        file.put(part)?;
    }
    for (text, told) in packer.texts.iter().zip(&head.texts) {
        if matches!(told, Text::Own(_)) {
            file.put(text.as_str().as_bytes())?;
        }
    }
    for feature in kept.iter().flat_map(|(_, _, features)| *features) {
        row.clear();
        packer.pack(feature, &mut row).ok_or_else(too_many)?;
        file.put(&row)?;
    }
    let Hashed { mut inner, hash } = file;
    inner.write_all(hash.finalize().as_bytes())?;
    inner.into_inner()?.persist(folder.join(FILE_NAME))?;
    Ok(())
}

/// Texts or days beyond what a number of a row can count.
fn too_many() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "the data has more than an index cache can count")
}

/// What it is made from: the data, and the program. What another one reads of a file may be another
/// thing.
fn key(made_from: Hash) -> Option<[u8; OUT_LEN]> {
    let program = std::env::current_exe().and_then(std::fs::metadata).ok()?;
    let told = format!("{} {:?}", program.len(), program.modified().ok()?);
    Some(*blake3::hash(&[made_from.as_bytes(), told.as_bytes()].concat()).as_bytes())
}

/// A file with the hash of what was read from it or written to it.
struct Hashed<F> {
    inner: F,
    hash: Hasher,
}

impl<F> Hashed<F> {
    fn of(inner: F) -> Self {
        Self { inner, hash: Hasher::new() }
    }
}

impl Hashed<File> {
    /// The next bytes; `None` where there are no more of them, or as many as the whole file has not.
    fn take(&mut self, length: usize, of_all: u64) -> Option<Vec<u8>> {
        let mut bytes = vec![0; Some(length).filter(|length| *length as u64 <= of_all)?];
        self.inner.read_exact(&mut bytes).ok()?;
        self.hash.update(&bytes);
        Some(bytes)
    }
}

impl<W: Write> Hashed<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.inner.write_all(bytes)
    }
}

impl<'a> Layer<'a> {
    fn of((number, intake, features): &Plain<'a>) -> Self {
        Self {
            number: *number,
            id: intake.layer.as_str().into(),
            file: intake.file.as_str().into(),
            table: intake.table.as_deref().map(Cow::from),
            in_file: intake.features,
            columns: intake.columns.as_slice().into(),
            notes: intake.notes.as_slice().into(),
            rows: features.len(),
        }
    }

    fn intake(self) -> Option<Intake> {
        Some(Intake {
            format: Format::of(&self.file)?.name(),
            layer: self.id.into_owned(),
            file: self.file.into_owned(),
            table: self.table.map(Cow::into_owned),
            features: self.in_file,
            columns: self.columns.into_owned(),
            notes: self.notes.into_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::{AtomicBool, Ordering};

    use tempfile::TempDir;

    use super::*;
    use crate::atlas::Atlas;
    use crate::atlas::files::Files;
    use crate::atlas::load::{IndexCache, load_watched};

    /// A folder with a GeoJSON layer that is worth it, and one whose features have no text of a file.
    fn folder() -> TempDir {
        let folder = TempDir::new().unwrap();
        let row = |n: usize| {
            let (name, x) = (if n == 7 { "\\u00e9" } else { "row" }, n % 90);
            let padding = "x".repeat(4_200);
            format!(
                r#"{{"type":"Feature","id":"g{n}","properties":{{"name":"{name} {n}","start":"{}","padding":"{padding}"}},"geometry":{{"type":"Point","coordinates":[{x},40]}}}}"#,
                1950 + n % 60
            )
        };
        let rows: Vec<String> = (0..2_000).map(row).collect();
        let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, rows.join(",\n"));
        fs::write(folder.path().join("big.geojson"), text).unwrap();
        let csv =
            "lon,lat,name,begin,end\n60,40,One,1991,\n61,41,\"Two, too\",1991-05,2001\n,,Three,,\n";
        fs::write(folder.path().join("small.csv"), csv).unwrap();
        folder
    }

    /// The atlas of a folder, and whether rows were read.
    fn loaded(folder: &TempDir, cache: IndexCache) -> (Atlas, bool) {
        let told = AtomicBool::new(false);
        let watcher = |_, _| told.store(true, Ordering::Relaxed);
        let (atlas, findings) = load_watched(folder.path(), cache, &watcher).unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        (atlas, told.into_inner())
    }

    /// All that can be asked of features.
    fn told(atlas: &Atlas) -> Vec<String> {
        let one = |f: &Feature| {
            let known = (f.layer, f.id(), f.name(), f.category(), f.bbox(), f.anchor(), &f.timing);
            format!("{known:?} {} {}", f.geometry_json(), f.properties_json())
        };
        assert!(
            atlas.features().iter().enumerate().all(|(n, f)| atlas.position(f.id()) == Some(n))
        );
        let intakes = atlas.intakes().iter().map(|intake| format!("{intake:?}"));
        let vocabulary = format!("{:?}", atlas.vocabulary().layers);
        atlas.features().iter().map(one).chain(intakes).chain([vocabulary]).collect()
    }

    #[test]
    fn what_was_kept_is_what_was_read_and_is_not_read_again() {
        let folder = folder();
        let (first, read) = loaded(&folder, IndexCache::Kept);
        assert!(read);
        for cache in [IndexCache::Read, IndexCache::Kept] {
            let (again, read) = loaded(&folder, cache);
            assert!(!read);
            assert_eq!(told(&again), told(&first));
            assert_eq!(again.version(), first.version());
        }
        assert!(loaded(&folder, IndexCache::Unused).1);
    }

    #[test]
    fn of_other_data_it_says_nothing() {
        let folder = folder();
        loaded(&folder, IndexCache::Kept);
        let small = folder.path().join("small.csv");
        fs::write(&small, fs::read_to_string(&small).unwrap().replace("One", "Eno")).unwrap();
        let (changed, read) = loaded(&folder, IndexCache::Kept);
        assert!(read);
        assert!(
            changed
                .features()
                .iter()
                .any(|feature| feature.name().values().any(|name| name == "Eno"))
        );
        assert!(!loaded(&folder, IndexCache::Read).1);
    }

    #[test]
    fn one_that_is_cut_off_or_changed_is_not_believed() {
        let folder = folder();
        loaded(&folder, IndexCache::Kept);
        let (mut files, mut shelf) = (Files::new(folder.path()), Shelf::default());
        for (name, format) in files.data_files().unwrap() {
            shelf.fetch(&mut files, &name, format).unwrap();
        }
        let made_from = files.read_so_far();
        let kept = || read(folder.path(), made_from, &shelf);
        assert!(kept().is_some());
        let file = folder.path().join(FILE_NAME);
        let whole = fs::read(&file).unwrap();
        let spoilt =
            [0, 9, 41, 47, 50, 90, 2_000, whole.len() / 2, whole.len() - 1].map(|position| {
                let mut bytes = whole.clone();
                bytes[position] ^= 1;
                bytes
            });
        let cut = [0, 8, 40, 47, 48, 72, whole.len() - 1].map(|length| whole[..length].to_vec());
        for bytes in spoilt.into_iter().chain(cut) {
            fs::write(&file, bytes).unwrap();
            assert!(kept().is_none());
        }
    }

    #[test]
    fn beside_records_the_plain_layers_are_kept() {
        let folder = folder();
        let small = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
        for file in fs::read_dir(small).unwrap().map(|file| file.unwrap().path()) {
            fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
        }
        let manifest = folder.path().join("atlas.toml");
        let named = fs::read_to_string(&manifest).unwrap()
            + "\n[[layers]]\nid = \"big\"\nname = { en = \"Big\" }\n";
        fs::write(&manifest, named).unwrap();
        let (first, read) = loaded(&folder, IndexCache::Kept);
        assert!(read && first.features().iter().any(|feature| !feature.claims().is_empty()));
        let (again, _) = loaded(&folder, IndexCache::Read);
        assert_eq!(told(&again), told(&first));
        let kept = fs::metadata(folder.path().join(FILE_NAME)).unwrap().len();
        assert!(kept > 2_000 * ROW_BYTES as u64);
    }

    #[test]
    fn of_a_folder_without_a_manifest_all_layers_are_kept_or_none() {
        let folder = folder();
        let named = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"countries":["KZ"]},"geometry":null}]}"#;
        fs::write(folder.path().join("rare.geojson"), named).unwrap();
        let (first, _) = loaded(&folder, IndexCache::Kept);
        assert!(!folder.path().join(FILE_NAME).exists());
        assert_eq!(told(&loaded(&folder, IndexCache::Read).0), told(&first));
    }

    #[test]
    fn a_file_that_is_refused_has_its_finding_all_the_same() {
        let (elsewhere, folder) = (folder(), folder());
        loaded(&folder, IndexCache::Kept);
        let link = folder.path().join("linked.csv");
        std::os::unix::fs::symlink(elsewhere.path().join("small.csv"), link).unwrap();
        let (_, findings) = load_watched(folder.path(), IndexCache::Read, &|_, _| {}).unwrap();
        assert!(findings.iter().any(|finding| finding.file == "linked.csv"), "{findings:?}");
    }

    #[test]
    fn of_little_data_or_where_it_cannot_be_written_there_is_none() {
        let little = TempDir::new().unwrap();
        fs::write(little.path().join("a.csv"), "lon,lat\n1,2\n").unwrap();
        loaded(&little, IndexCache::Kept);
        assert!(!little.path().join(FILE_NAME).exists());
        let taken = folder();
        fs::create_dir(taken.path().join(FILE_NAME)).unwrap();
        loaded(&taken, IndexCache::Kept);
        assert!(loaded(&taken, IndexCache::Kept).1);
    }
}
