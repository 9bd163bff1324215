//! Where searching is cut off: it comes when somebody is about to search, or a while after the start.
#![allow(
    unsafe_code,
    reason = "what the splitter's macro writes: the import of a function that is linked when its part has come"
)]

use super::{device, everything, finder, records};
#[cfg(feature = "bench")]
use crate::browser::bench::Measured;
use crate::state::search::SearchIntent;
use crate::sync::core::Core;
use domain::entities::Message;
use domain::ids::ConversationId;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::pin::Pin;
use std::rc::Rc;

/// Something that takes its time.
type Task = Pin<Box<dyn Future<Output = ()>>>;

/// What searches.
#[derive(Clone, Copy)]
pub(super) struct Engine {
    /// Does what one wishes.
    pub fulfil: fn(Rc<Core>, SearchIntent) -> Task,
    /// A message is new, or has another version.
    pub hear: fn(&Rc<Core>, &Message),
    /// A conversation is not to be seen any more.
    pub forget: fn(&Core, ConversationId),
    /// Folds what changed.
    pub fold: fn(Rc<Core>) -> Task,
    /// Looks for a text on this device and says how long that took.
    #[cfg(feature = "bench")]
    pub measure: fn(Rc<Core>, String) -> Measured,
    /// The same with all that the search box would show.
    #[cfg(feature = "bench")]
    pub measure_found: fn(Rc<Core>, String) -> Measured,
}

#[wasm_split(search_engine, wasm_split_path = leptos::wasm_split, fallible)]
pub(super) fn search_engine() -> Result<Engine, SplitLoaderError> {
    Ok(Engine {
        fulfil: |core, intent| Box::pin(async move { fulfil(&core, intent).await }),
        hear: device::hear,
        forget: device::forget,
        fold: |core| Box::pin(async move { records::fold_what_changed(&core).await }),
        #[cfg(feature = "bench")]
        measure: |core, text| Box::pin(async move { device::measure(&core, &text).await }),
        #[cfg(feature = "bench")]
        measure_found: |core, text| Box::pin(async move { device::measure_found(&core, &text).await }),
    })
}

async fn fulfil(core: &Rc<Core>, intent: SearchIntent) {
    match intent {
        SearchIntent::Prepare => device::make_ready(core).await,
        SearchIntent::Find(text) => everything::find(core, text).await,
        SearchIntent::More => everything::more(core).await,
        SearchIntent::AskAgain => everything::ask_again(core).await,
        SearchIntent::FindIn {
            conversation_id,
            text,
        } => finder::find(core, conversation_id, text).await,
        SearchIntent::Step(step) => finder::step(core, step).await,
        SearchIntent::LeaveConversation => finder::leave(core),
        // Fulfilled without this part.
        SearchIntent::Show { .. } => {}
    }
}
