//! Bodies on their way in: no more bytes than allowed, and nobody who falls silent.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, HttpBody as _};
use axum::http::HeaderMap;
use axum::http::header::EXPECT;
use bytes::Bytes;
use futures::StreamExt as _;

use crate::fault::Fault;

/// Bytes that are received and dropped of a body that is refused: most clients send everything before they look for an answer,
/// and would find a broken connection in its place.
const DROPPED: u64 = 64 << 20;
/// For how long that is done.
const DROPPED_FOR: Duration = Duration::from_secs(30);

/// The body of a request until somebody takes it. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Waiting(Arc<Mutex<Body>>);

impl Waiting {
    pub(crate) fn new(body: Body) -> Self {
        Self(Arc::new(Mutex::new(body)))
    }

    /// The body; it is empty afterwards.
    pub(crate) fn take(&self) -> Body {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Receives and drops what nobody took.
    pub(crate) async fn drop_rest(&self, headers: &HeaderMap, silence: Duration) {
        let mut rest = Arriving::new(self.take(), headers, 0, silence);
        if !rest.asks && rest.said != Some(0) {
            rest.drop_rest().await;
        }
    }
}

/// A body that arrives.
pub(crate) struct Arriving {
    stream: BodyDataStream,
    limit: u64,
    silence: Duration,
    bytes: u64,
    /// How many bytes it is said to have.
    said: Option<u64>,
    /// Whether the sender waits to be told to send.
    asks: bool,
}

impl Arriving {
    /// A body of so many bytes at most, whose sender is silent for so long at most.
    pub(crate) fn new(body: Body, headers: &HeaderMap, limit: u64, silence: Duration) -> Self {
        let said = body.size_hint().exact();
        let asks = headers.contains_key(EXPECT);
        Self { stream: body.into_data_stream(), limit, silence, bytes: 0, said, asks }
    }

    /// The next bytes; none at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        if self.said.is_some_and(|said| said > self.limit) {
            if !self.asks {
                self.drop_rest().await;
            }
            return Err(self.too_large());
        }
        let Some(chunk) = self.receive().await? else { return Ok(None) };
        if self.bytes > self.limit {
            self.drop_rest().await;
            return Err(self.too_large());
        }
        Ok(Some(chunk))
    }

    /// All of it.
    pub(crate) async fn whole(mut self) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.next().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    async fn receive(&mut self) -> Result<Option<Bytes>, Fault> {
        let cut = || Fault::invalid("body-cut", &[]);
        let chunk = tokio::time::timeout(self.silence, self.stream.next()).await.map_err(|_| cut())?;
        let chunk = chunk.transpose().map_err(|_| cut())?;
        self.bytes += chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        Ok(chunk)
    }

    async fn drop_rest(&mut self) {
        let last = self.limit.saturating_add(DROPPED);
        let all = async { while self.bytes <= last && matches!(self.receive().await, Ok(Some(_))) {} };
        // Whoever takes longer finds the connection broken.
        let _ = tokio::time::timeout(DROPPED_FOR, all).await;
    }

    fn too_large(&self) -> Fault {
        Fault::invalid("body-large", &[("limit", &self.limit.to_string())])
    }
}
