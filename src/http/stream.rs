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
use crate::output::format::FileError;

/// Chunks that wait to be taken by the network.
const WAITING: usize = 2;

type Chunk = Result<Bytes, FileError>;

/// Streams that are being written.
static RUNNING: Semaphore = Semaphore::const_new(MAX_STREAMS);

/// A body that `write` writes on a thread of its own. It waits for its first chunk, so that what
/// cannot be written at all is a problem and no broken file; it ends early where nobody reads on.
///
/// # Errors
/// When `write` fails before the first chunk is full.
pub async fn body(
    write: impl FnOnce(&mut dyn Write) -> Result<(), FileError> + Send + 'static,
) -> Result<Body, Problem> {
    let permit =
        RUNNING.acquire().await.map_err(|error| FileError::from(io::Error::other(error)))?;
    let (sender, mut chunks) = channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let _running = permit;
        let mut out = Chunks { sender, held: Vec::with_capacity(STREAM_CHUNK_BYTES) };
        if let Err(error) = write(&mut out).and_then(|()| Ok(out.flush()?)) {
            // Whoever reads learns that the file is not whole; who went away does not.
            let _ = out.send(Err(error));
        }
    });
    match chunks.recv().await {
        Some(Ok(first)) => Ok(rest(first, chunks)),
        Some(Err(error)) => Err(error.into()),
        None => Ok(Body::empty()),
    }
}

fn rest(first: Bytes, chunks: Receiver<Chunk>) -> Body {
    Body::from_stream(once(Ok(first)).chain(ReceiverStream::new(chunks)))
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
