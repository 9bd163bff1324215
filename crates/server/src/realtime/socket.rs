//! `GET /api/v1/socket`: from a request to an open socket.

use super::connection::Connection;
use super::hub::TooManySockets;
use crate::auth::current_session::CurrentSession;
use crate::auth::limits::RetryAfter;
use crate::http::refusal::Refusal;
use crate::state::AppState;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::StatusCode;
use axum::response::Response;
use domain::error::ErrorCode;
use domain::time::Span;
use tracing::Instrument as _;

/// The largest frame that a client may send, in bytes.
const MAX_FRAME_BYTES: usize = 16 * 1_024;
/// What is read at once, in bytes. Every open socket holds so much, and clients say little: by the library's own value, 128 KiB, the
/// sockets would hold more memory than all else together.
const READ_BUFFER_BYTES: usize = 1_024;
/// When a socket whose client died without a word has surely ended.
const ROOM_AFTER: Span = Span::from_seconds(90);

/// Opens the socket of a session. The router has checked Origin.
pub async fn open(
    State(state): State<AppState>,
    current: CurrentSession,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refusal> {
    let upgrade =
        upgrade.map_err(|_| Refusal::invalid("upgrade").with_status(StatusCode::UPGRADE_REQUIRED))?;
    let span = tracing::info_span!("socket", agent = %current.session.agent.id);
    let open = state.hub.enter(current.session.agent.id).map_err(|why| {
        state.metrics.socket_refused();
        match why {
            TooManySockets::OfAgent => Refusal::from(RetryAfter(ROOM_AFTER)),
            TooManySockets::InAll => {
                tracing::warn!("a socket was refused: there are too many");
                ErrorCode::Unavailable.into()
            }
        }
    })?;
    state.metrics.socket_opened();
    Ok(upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .max_message_size(MAX_FRAME_BYTES)
        .max_frame_size(MAX_FRAME_BYTES)
        .on_upgrade(move |socket| {
            async move {
                let _open = open;
                Connection::new(state, &current, socket).run().await;
            }
            .instrument(span)
        }))
}
