//! Tells the server which conversation is in view, so that colleagues know who else is there.

use super::connection::SocketOrder;
use super::core::Core;
use crate::browser::connectivity;
use domain::ids::ConversationId;
use domain::wire::ClientFrame;
use std::rc::Rc;

/// Tells when the page is left and when someone comes back to it.
pub(super) fn watch(core: &Rc<Core>) {
    let (leaving, returning) = (Rc::clone(core), Rc::clone(core));
    connectivity::on_leave(move || tell(&leaving));
    connectivity::on_return(move || tell(&returning));
}

/// Another conversation may be in view now.
pub(super) fn tell(core: &Core) {
    let in_view = core
        .open_threads
        .newest_shown()
        .filter(|_| connectivity::is_page_visible());
    if core.in_view.replace(in_view) != in_view {
        core.state.forget_presence();
        send(core, in_view);
    }
}

/// The server has greeted: it knows nothing of this connection yet.
pub(super) fn tell_anew(core: &Core) {
    core.state.forget_presence();
    if let Some(in_view) = core.in_view.get() {
        send(core, Some(in_view));
    }
}

fn send(core: &Core, conversation_id: Option<ConversationId>) {
    if core.is_connected.get() {
        core.order(SocketOrder::Send(ClientFrame::Viewing { conversation_id }));
    }
}
