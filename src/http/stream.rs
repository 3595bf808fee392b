//! Streams: a body that leaves while it is still being written, in chunks of bounded memory.

use std::io::{self, Write};

use axum::body::Body;
use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_stream::{StreamExt, once, wrappers::ReceiverStream};

use crate::config::{MAX_STREAMS, STREAM_CHUNK_BYTES, STREAM_STALL};
use crate::http::error::Problem;
use crate::http::workers::{Turn, Workers};
use crate::output::format::FileError;

/// Chunks that wait to be taken by the network.
const WAITING: usize = 2;

/// Some bytes of a file, or why it breaks off; empty bytes are its end. A channel that closes without
/// an end is a writer that broke down.
type Chunk = Result<Bytes, FileError>;

/// Streams that are being written.
static RUNNING: Semaphore = Semaphore::const_new(MAX_STREAMS);

/// A body that `write` writes on a thread of its own, with the turn of a worker until it drops that.
/// It waits for its first chunk, so that what cannot be written at all is a problem and no broken
/// file; it ends early where nobody reads on.
///
/// # Errors
/// When `write` fails before the first chunk is full, or has no turn in time.
pub async fn body(
    workers: &Workers,
    write: impl FnOnce(Turn, &mut dyn Write) -> Result<(), FileError> + Send + 'static,
) -> Result<Body, Problem> {
    let permit =
        RUNNING.acquire().await.map_err(|error| FileError::from(io::Error::other(error)))?;
    let turn = workers.turn().await?;
    let _waiting = turn.deadline.waiting();
    let (sender, mut chunks) = channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let _running = permit;
        let mut out = Chunks { sender, held: Vec::with_capacity(STREAM_CHUNK_BYTES) };
        let written = write(turn, &mut out).and_then(|()| Ok(out.flush()?));
        // Whoever reads learns whether the file is whole; who went away does not.
        let _ = out.send(written.map(|()| Bytes::new()));
    });
    let first = chunks.recv().await.unwrap_or_else(broken_down)?;
    Ok(rest(first, chunks))
}

fn rest(first: Bytes, chunks: Receiver<Chunk>) -> Body {
    let after = ReceiverStream::new(chunks).chain(once(broken_down()));
    let all = once(Ok(first)).chain(after);
    Body::from_stream(all.take_while(|chunk| !chunk.as_ref().is_ok_and(Bytes::is_empty)))
}

fn broken_down() -> Chunk {
    Err(io::Error::other("the writer broke down").into())
}

/// Gathers bytes into chunks and hands them on.
struct Chunks {
    sender: Sender<Chunk>,
    held: Vec<u8>,
}

impl Chunks {
    /// Waits until the chunk before is taken, but not for ever: a reader who stops reading would
    /// keep a thread.
    fn send(&self, chunk: Chunk) -> io::Result<()> {
        let sent = tokio::time::timeout(STREAM_STALL, self.sender.send(chunk));
        match Handle::current().block_on(sent) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(STREAM_CHUNK_BYTES - self.held.len());
        self.held.extend_from_slice(&bytes[..taken]);
        if self.held.len() == STREAM_CHUNK_BYTES {
            self.flush()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.held, Vec::with_capacity(STREAM_CHUNK_BYTES));
        self.send(Ok(full.into()))
    }
}
