//! Messages between the tabs of one browser.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// One end of a channel that all tabs share. A tab does not hear itself.
#[derive(Clone, Debug)]
pub struct Broadcast {
    channel: Option<web_sys::BroadcastChannel>,
}

impl Broadcast {
    /// Joins the channel of this name for as long as the page lives; `hear` gets every text of other tabs.
    pub fn join(name: &str, mut hear: impl FnMut(String) + 'static) -> Self {
        let channel = web_sys::BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            let closure =
                Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
                    if let Some(text) = event.data().as_string() {
                        hear(text);
                    }
                });
            channel.set_onmessage(Some(closure.as_ref().unchecked_ref()));
            closure.forget();
        }
        Self { channel }
    }

    /// Tells the other tabs.
    pub fn tell(&self, text: &str) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }
}
