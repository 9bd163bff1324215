//! Web Locks: one tab of this browser at a time. A lock is released when its holder lets go or its tab ends, however it ends.
//!
//! Reached by name: web-sys calls the interface unstable. Where it is missing (a page that is neither https nor local), every
//! tab gets the lock at once; the callers have a second net.

use super::window;
use futures::channel::oneshot;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub struct Lock {
    release: Option<Function>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Waits until this tab holds the lock of this name.
pub async fn acquire(name: &str) -> Lock {
    let Some((locks, request)) = lock_manager() else {
        return Lock { release: None };
    };
    let (granted, is_granted) = oneshot::channel::<Function>();
    let mut granted = Some(granted);
    // The lock is held for as long as the promise that the callback gives is pending.
    let callback = Closure::once_into_js(move |_lock: JsValue| {
        Promise::new(&mut |resolve, _reject| {
            let taken = granted.take();
            if let Some(Err(resolve)) = taken.map(|granted| granted.send(resolve)) {
                // Nobody waits any more.
                let _ = resolve.call0(&JsValue::NULL);
            }
        })
    });
    if request
        .call2(&locks, &JsValue::from_str(name), &callback)
        .is_err()
    {
        return Lock { release: None };
    }
    Lock {
        release: is_granted.await.ok(),
    }
}

fn lock_manager() -> Option<(JsValue, Function)> {
    let navigator = window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    if locks.is_undefined() {
        return None;
    }
    let request = Reflect::get(&locks, &JsValue::from_str("request"))
        .ok()?
        .dyn_into()
        .ok()?;
    Some((locks, request))
}
