//! The journal: what an interrupted run had tagged already, so that `--resume` goes on from there.
//!
//! It holds predictions only, never a text: a resumed run reads the input again, takes the predictions of the chunks that
//! the journal has, encodes the rest and writes the whole output anew. So every output format can be resumed, and the result
//! is that of an unbroken run, byte for byte.
//!
//! Layout: a magic line; a header of JSON with its length; then an entry a chunk: checksum (the low half of XXH3-128), length, and
//! the zstd-compressed chunk index, digest and predictions, all little-endian. A torn last entry is cut off.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_128;

use crate::calibrate::{Outcome, Prediction};
use crate::error::{Error, Result};
use crate::heads::STATES;
use crate::labels::{Emotion, Sentiment, Touchpoint};

const MAGIC: &[u8] = b"sentir.journal/1\n";

/// Bytes of an outcome: its probabilities, and whether the comment was truncated.
const OUTCOME_BYTES: usize = 4 * (Sentiment::ALL.len() + Emotion::ALL.len() + STATES * Touchpoint::ALL.len()) + 1;

/// Bytes of an entry before its payload: the checksum and the length.
const HEAD_BYTES: usize = 8 + 4;

/// No entry is larger: a chunk's predictions, uncompressed.
const MAX_ENTRY: usize = 64 << 20;

/// What a run must have in common with the one it resumes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The version of this program.
    pub version: String,
    /// The model's fingerprint.
    pub model: String,
    /// Each input: its name and size in bytes.
    pub inputs: Vec<(String, Option<u64>)>,
    /// What else decides which comments are read: columns, question, encoding and the like.
    pub settings: String,
}

/// Takes the predictions of a run, chunk by chunk.
pub struct Journal(Option<(PathBuf, File)>);

/// Gives back the predictions of an interrupted run.
pub struct Replay(Option<(String, BufReader<File>, u64)>);

impl Journal {
    /// No journal: nothing is kept.
    pub fn none() -> Self {
        Self(None)
    }

    /// A fresh journal. One that is there already may hold hours of work: it goes only with `replace`, and a file that
    /// is no journal never does.
    pub fn create(path: &Path, identity: &Identity, replace: bool) -> Result<Self> {
        let name = path.display().to_string();
        if let Ok(mut existing) = File::open(path) {
            let mut magic = [0; MAGIC.len()];
            if existing.read_exact(&mut magic).is_err() || magic != MAGIC {
                return Err(Error::usage(format!("{name} is in the way: the journal of this run goes there"))
                    .hint("move that file, or give another output name"));
            }
            if !replace {
                return Err(Error::usage(format!("{name}: an interrupted run to this output can be resumed"))
                    .hint("--resume goes on with it; --force starts over"));
            }
        }
        let header = serde_json::to_vec(identity).map_err(Error::internal)?;
        let mut file = File::create(path).map_err(|error| Error::writing(&name, &error))?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend((header.len() as u32).to_le_bytes());
        bytes.extend(header);
        file.write_all(&bytes).map_err(|error| Error::writing(&name, &error))?;
        Ok(Self(Some((path.to_owned(), file))))
    }

    /// Goes on with the journal of an interrupted run of the same identity.
    pub fn resume(path: &Path, identity: &Identity) -> Result<(Self, Replay)> {
        let name = path.display().to_string();
        let unreadable = |error: &std::io::Error| Error::usage(format!("the journal {name} cannot be read: {error}"));
        let other = |what: &str| {
            Error::usage(format!("the journal {name} belongs to another run: {what}"))
                .hint("run without --resume to start over")
        };
        let mut file = File::options().read(true).write(true).open(path).map_err(|error| unreadable(&error))?;
        let mut magic = [0; MAGIC.len()];
        let header = file.read_exact(&mut magic).and_then(|()| {
            let mut length = [0; 4];
            file.read_exact(&mut length)?;
            let mut header = Vec::new();
            (&mut file).take(u64::from(u32::from_le_bytes(length))).read_to_end(&mut header)?;
            Ok(header)
        });
        let found: Option<Identity> =
            header.ok().filter(|_| magic == MAGIC).and_then(|header| serde_json::from_slice(&header).ok());
        match found {
            None => return Err(other("it is not a journal of this version")),
            Some(found) if found.version != identity.version => return Err(other("it was made by another version")),
            Some(found) if found.model != identity.model => return Err(other("it was made with another model")),
            Some(found) if found.inputs != identity.inputs => return Err(other("the input is not the same")),
            Some(found) if found.settings != identity.settings => return Err(other("the options are not the same")),
            Some(_) => {}
        }
        let start = file.stream_position().map_err(|error| unreadable(&error))?;
        let mut reader = BufReader::new(file.try_clone().map_err(|error| unreadable(&error))?);
        let mut end = start;
        while let Some(entry) = entry(&mut reader).map_err(|error| unreadable(&error))? {
            end += (HEAD_BYTES + entry.len()) as u64;
        }
        // A torn last entry goes, so that what is appended stands behind whole ones.
        file.set_len(end).map_err(|error| Error::writing(&name, &error))?;
        let mut replay = BufReader::new(File::open(path).map_err(|error| unreadable(&error))?);
        replay.seek(SeekFrom::Start(start)).map_err(|error| unreadable(&error))?;
        file.seek(SeekFrom::Start(end)).map_err(|error| unreadable(&error))?;
        Ok((Self(Some((path.to_owned(), file))), Replay(Some((name, replay, end - start)))))
    }

    /// Adds a chunk.
    pub(crate) fn append<'a>(
        &mut self,
        index: usize,
        digest: u128,
        outcomes: impl Iterator<Item = &'a Outcome>,
    ) -> Result<()> {
        let Some((path, file)) = &mut self.0 else { return Ok(()) };
        let mut bytes = (index as u64).to_le_bytes().to_vec();
        bytes.extend(digest.to_le_bytes());
        for outcome in outcomes {
            numbers(&outcome.prediction).for_each(|number| bytes.extend(number.to_le_bytes()));
            bytes.push(u8::from(outcome.truncated));
        }
        let writing = |error: &std::io::Error| Error::writing(path.display().to_string(), error);
        let payload = zstd::encode_all(&bytes[..], 1).map_err(|error| writing(&error))?;
        let mut entry = check(&payload).to_vec();
        entry.extend((payload.len() as u32).to_le_bytes());
        entry.extend(payload);
        file.write_all(&entry).map_err(|error| writing(&error))
    }

    /// Removes the journal: the run is complete.
    pub fn remove(self) {
        if let Some((path, _)) = self.0 {
            // The output is there; a journal left behind harms nobody.
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Replay {
    /// Nothing to replay.
    pub fn none() -> Self {
        Self(None)
    }

    /// The outcomes of the chunk `index`, where the journal has them. Chunks must be asked for in order.
    pub(crate) fn next(&mut self, index: usize, digest: u128, units: usize) -> Result<Option<Vec<Outcome>>> {
        let Some((name, reader, left)) = &mut self.0 else { return Ok(None) };
        if *left == 0 {
            return Ok(None);
        }
        let changed = |name: &str| {
            Error::usage(format!("the journal {name} does not fit the input, which has changed since"))
                .hint("run without --resume to start over")
        };
        let payload = entry(reader).ok().flatten().ok_or_else(|| changed(name))?;
        *left = left.saturating_sub((HEAD_BYTES + payload.len()) as u64);
        let mut bytes = Vec::new();
        let decoder = zstd::Decoder::new(&payload[..]).map_err(|_| changed(name))?;
        decoder.take(MAX_ENTRY as u64).read_to_end(&mut bytes).map_err(|_| changed(name))?;
        let expected: Vec<u8> = [&(index as u64).to_le_bytes()[..], &digest.to_le_bytes()[..]].concat();
        let Some(outcomes) = bytes.strip_prefix(&expected[..]).filter(|rest| rest.len() == units * OUTCOME_BYTES)
        else {
            return Err(changed(name));
        };
        Ok(Some(outcomes.chunks_exact(OUTCOME_BYTES).map(outcome).collect()))
    }
}

/// The payload of the next entry; none where there is no whole one.
fn entry(reader: &mut impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    reader.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    let Some((checksum, length)) = head.split_first_chunk::<8>() else { return Ok(None) };
    let Ok(length) = length.try_into().map(u32::from_le_bytes) else { return Ok(None) };
    if length as usize > MAX_ENTRY {
        return Ok(None);
    }
    let mut payload = Vec::new();
    reader.take(u64::from(length)).read_to_end(&mut payload)?;
    let whole = payload.len() == length as usize && check(&payload) == *checksum;
    Ok(whole.then_some(payload))
}

fn numbers(prediction: &Prediction) -> impl Iterator<Item = f32> + '_ {
    let touchpoints = prediction.touchpoints.as_flattened().iter();
    prediction.sentiment.iter().chain(&prediction.emotion).chain(touchpoints).copied()
}

/// The outcome in [`OUTCOME_BYTES`] bytes, numbers little-endian.
fn outcome(bytes: &[u8]) -> Outcome {
    let mut prediction = Prediction::default();
    let (numbers, truncated) = bytes.as_chunks::<4>();
    let places =
        prediction.sentiment.iter_mut().chain(&mut prediction.emotion).chain(prediction.touchpoints.as_flattened_mut());
    for (place, number) in places.zip(numbers) {
        *place = f32::from_le_bytes(*number);
    }
    Outcome { prediction, truncated: truncated == [1] }
}

/// The checksum of an entry's payload.
fn check(payload: &[u8]) -> [u8; 8] {
    (XxHash3_128::oneshot(payload) as u64).to_le_bytes()
}
