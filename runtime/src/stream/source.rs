//! Where a stream's bytes come from, and how long it may be silent.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;

use crate::bounds::{BoxFuture, BoxStream};
use crate::call_context::CallContext;
use crate::clock::Clock;
use crate::error::{Error, Unexpected};
use crate::transport::{Payload, TransportError};

/// A body that is still arriving.
pub(crate) struct Source {
    context: CallContext,
    stream: BoxStream<Result<Bytes, TransportError>>,
    /// The clock and the longest silence.
    patience: Option<(Arc<dyn Clock>, Duration)>,
    silence: Option<BoxFuture<'static, ()>>,
    /// The longest event or line.
    limit: u64,
    ended: bool,
}

impl Source {
    pub(crate) fn new(
        context: CallContext,
        payload: Payload,
        patience: Option<(Arc<dyn Clock>, Duration)>,
        limit: u64,
    ) -> Self {
        Self {
            context,
            stream: payload.into_stream(),
            patience,
            silence: None,
            limit,
            ended: false,
        }
    }

    /// A body that has arrived.
    pub(crate) fn whole(context: CallContext, bytes: Bytes) -> Self {
        Self::new(context, Payload::from(bytes), None, u64::MAX)
    }

    pub(crate) const fn limit(&self) -> u64 {
        self.limit
    }

    pub(crate) fn fail(&mut self, problem: Unexpected) -> Error {
        self.ended = true;
        self.context.unexpected(problem, None)
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        if let Poll::Ready(item) = self.stream.as_mut().poll_next(cx) {
            self.silence = None;
            self.ended = !matches!(item, Some(Ok(_)));
            return Poll::Ready(
                item.map(|chunk| chunk.map_err(|error| self.context.transport(error))),
            );
        }
        let Some((clock, patience)) = &self.patience else {
            return Poll::Pending;
        };
        let silence = self
            .silence
            .get_or_insert_with(|| clock.sleep_until(clock.elapsed().saturating_add(*patience)));
        match Pin::new(silence).poll(cx) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) => {
                self.ended = true;
                let error = self.context.timeout("the stream fell silent", true);
                Poll::Ready(Some(Err(error)))
            }
        }
    }
}
