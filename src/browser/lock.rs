//! Web Locks: one tab of this browser at a time. A lock is released when its holder lets go or its tab ends, however it ends.
//!
//! Reached by name: web-sys calls the interface unstable. Where it is missing (a page that is neither https nor local), every
//! tab gets the lock at once; the callers have a second net.

use super::window;
use futures::channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
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
    request(name, &JsValue::UNDEFINED)
        .await
        .unwrap_or(Lock { release: None })
}

/// The lock of this name, if nobody holds it.
pub async fn acquire_if_free(name: &str) -> Option<Lock> {
    let options = Object::new();
    // A new plain object takes every property.
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    request(name, &options).await
}

/// `None`: others hold it, and the options say not to wait.
async fn request(name: &str, options: &JsValue) -> Option<Lock> {
    let Some((locks, request)) = lock_manager() else {
        return Some(Lock { release: None });
    };
    let (granted, is_granted) = oneshot::channel::<Option<Function>>();
    let mut granted = Some(granted);
    // The lock is held for as long as the promise that the callback gives is pending.
    let callback = Closure::once_into_js(move |lock: JsValue| {
        Promise::new(&mut |resolve, _reject| {
            let is_mine = !lock.is_null();
            let answer = is_mine.then(|| resolve.clone());
            let is_heard = granted.take().is_some_and(|granted| granted.send(answer).is_ok());
            if !is_mine || !is_heard {
                // Not ours, or nobody waits any more.
                let _ = resolve.call0(&JsValue::NULL);
            }
        })
    });
    let name = JsValue::from_str(name);
    let asked = if options.is_undefined() {
        request.call2(&locks, &name, &callback)
    } else {
        request.call3(&locks, &name, options, &callback)
    };
    if asked.is_err() {
        return Some(Lock { release: None });
    }
    let release = is_granted.await.ok()?;
    release.map(|release| Lock {
        release: Some(release),
    })
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
