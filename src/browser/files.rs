//! Files of this device: chosen, dropped or pasted. Their bytes stay with the browser; the app handles them by number.
//!
//! Reached by name: what of them the app needs is a few calls, and the bytes never enter wasm memory, but for the first few.

use super::dynamic::{call, construct, get, global, object, set};
use super::window;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static FILES: RefCell<HashMap<u32, Held>> = RefCell::default();
    static NEXT: Cell<u32> = const { Cell::new(1) };
}

struct Held {
    blob: JsValue,
    url: Option<String>,
}

/// A file of this device, as the browser describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalFile {
    /// Finds it.
    pub key: u32,
    /// Its name; empty for what was pasted.
    pub name: String,
    /// Its type by its name, as the device sees it.
    pub mime_type: String,
    /// Its size in bytes.
    pub byte_size: u64,
}

/// The bytes cannot be read: the file was moved, removed or changed since it was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vanished;

/// A picture made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The new file.
    pub file: LocalFile,
    /// How wide the original is.
    pub width: u32,
    /// How high it is.
    pub height: u32,
}

/// What was chosen in a file input, which is emptied: the same file may be chosen again.
pub fn chosen(input: &JsValue) -> Vec<LocalFile> {
    let files = all(&get(input, "files"));
    let _ = Reflect::set(input, &"value".into(), &"".into());
    files
}

/// What a drop or a paste brings.
pub fn transferred(event: &JsValue) -> Vec<LocalFile> {
    let transfer = get(event, "dataTransfer");
    let transfer = if transfer.is_object() {
        transfer
    } else {
        get(event, "clipboardData")
    };
    all(&get(&transfer, "files"))
}

/// What a paste brings, unless it brings words: those who copy from a text mean its words, whatever pictures go with them.
pub fn pasted(event: &JsValue) -> Vec<LocalFile> {
    let types = get(&get(event, "clipboardData"), "types");
    let has_words = types.is_object() && Array::from(&types).includes(&"text/plain".into(), 0);
    if has_words { Vec::new() } else { transferred(event) }
}

/// Opens the browser's dialog of a file input.
pub fn open_chooser(input: &JsValue) {
    call(input, "click", &[]);
}

/// Whether what is dragged are files.
pub fn are_dragged(event: &JsValue) -> bool {
    let types = get(&get(event, "dataTransfer"), "types");
    types.is_object() && Array::from(&types).includes(&"Files".into(), 0)
}

/// The first bytes of a file.
///
/// # Errors
/// [`Vanished`].
pub async fn start(key: u32, length: u64) -> Result<Vec<u8>, Vanished> {
    let buffer = slice(key, 0, length).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// A part of a file as an `ArrayBuffer`; shorter than asked for at its end.
///
/// # Errors
/// [`Vanished`].
pub async fn slice(key: u32, from: u64, to: u64) -> Result<JsValue, Vanished> {
    let blob = blob(key).ok_or(Vanished)?;
    let part = call(&blob, "slice", &[number(from), number(to)]).ok_or(Vanished)?;
    let buffer: Promise = call(&part, "arrayBuffer", &[])
        .and_then(|promise| promise.dyn_into().ok())
        .ok_or(Vanished)?;
    JsFuture::from(buffer).await.map_err(|_| Vanished)
}

/// Holds bytes as a file of this device, without a name.
pub fn of_bytes(bytes: &[u8], mime_type: &str) -> Option<LocalFile> {
    of_slices(&[Uint8Array::from(bytes).into()], mime_type)
}

/// Holds slices, one after the other, as a file of this device, without a name.
pub fn of_slices(slices: &[JsValue], mime_type: &str) -> Option<LocalFile> {
    let parts: Array = slices.iter().cloned().collect();
    let options = object(&[("type", mime_type.into())]);
    Some(hold(construct("Blob", &[parts.into(), options])?, ""))
}

/// Has the browser put the file where it puts downloads. It reads it when it likes, so the file is held on.
pub fn save(key: u32, name: &str) {
    let link = call(&global("document"), "createElement", &["a".into()]);
    if let (Some(url), Some(link)) = (url(key), link) {
        set(&link, "href", &url.into());
        set(&link, "download", &name.into());
        call(&link, "click", &[]);
    }
}

/// An address to show the file by, on this page and until [`release`].
pub fn url(key: u32) -> Option<String> {
    FILES.with_borrow_mut(|files| {
        let held = files.get_mut(&key)?;
        if held.url.is_none() {
            held.url = call(&url_maker()?, "createObjectURL", std::slice::from_ref(&held.blob))?.as_string();
        }
        held.url.clone()
    })
}

/// The file is not needed any more.
pub fn release(key: u32) {
    let held = FILES.with_borrow_mut(|files| files.remove(&key));
    if let (Some(url), Some(maker)) = (held.and_then(|held| held.url), url_maker()) {
        call(&maker, "revokeObjectURL", &[url.into()]);
    }
}

/// Draws a picture anew as JPEG, no side longer than `longest` pixels; `None`: this browser cannot open it. `quality` from 0 to 1.
pub async fn as_jpeg(key: u32, longest: u32, quality: f64) -> Option<Drawn> {
    let blob = blob(key)?;
    let name = get(&blob, "name").as_string().unwrap_or_default();
    let window = window()?;
    let bitmap = call(&window, "createImageBitmap", &[blob])?;
    let bitmap = JsFuture::from(bitmap.dyn_into::<Promise>().ok()?).await.ok()?;
    let drawn = draw_whole(&window, &bitmap, longest, quality).await;
    let size = (pixels(&bitmap, "width"), pixels(&bitmap, "height"));
    // A picture of 30 megapixels takes 120 MB until it is closed.
    call(&bitmap, "close", &[]);
    let file = hold(drawn?, &format!("{}.jpg", stem(&name)));
    Some(Drawn {
        file,
        width: size.0,
        height: size.1,
    })
}

/// Cuts a square out of a picture and draws it anew as JPEG, at most `most` pixels wide; `None`: this browser cannot open it. The
/// square's upper left corner and side in the picture's own pixels; `quality` from 0 to 1.
pub async fn cut_square(
    key: u32,
    corner: (f64, f64),
    side: f64,
    most: f64,
    quality: f64,
) -> Option<LocalFile> {
    let blob = blob(key)?;
    let window = window()?;
    let bitmap = call(&window, "createImageBitmap", &[blob])?;
    let bitmap = JsFuture::from(bitmap.dyn_into::<Promise>().ok()?).await.ok()?;
    let size = side.min(most).round().max(1.0);
    let part = [corner.0, corner.1, side, side];
    let drawn = draw(&window, &bitmap, part, (size, size), quality).await;
    call(&bitmap, "close", &[]);
    Some(hold(drawn?, ""))
}

async fn draw_whole(window: &JsValue, bitmap: &JsValue, longest: u32, quality: f64) -> Option<JsValue> {
    let (width, height) = (pixels(bitmap, "width"), pixels(bitmap, "height"));
    let scale = (f64::from(longest) / f64::from(width.max(height).max(1))).min(1.0);
    let size = (
        (f64::from(width) * scale).round().max(1.0),
        (f64::from(height) * scale).round().max(1.0),
    );
    let part = [0.0, 0.0, f64::from(width), f64::from(height)];
    draw(window, bitmap, part, size, quality).await
}

/// Draws a part of a picture (left, top, width, height) in a size.
async fn draw(
    window: &JsValue,
    bitmap: &JsValue,
    part: [f64; 4],
    (width, height): (f64, f64),
    quality: f64,
) -> Option<JsValue> {
    let make: Function = get(window, "OffscreenCanvas").dyn_into().ok()?;
    let canvas = Reflect::construct(&make, &Array::of2(&width.into(), &height.into())).ok()?;
    let context = call(&canvas, "getContext", &["2d".into()])?;
    // JPEG knows no transparency: what is clear becomes white, not black.
    let _ = Reflect::set(&context, &"fillStyle".into(), &"#fff".into());
    call(
        &context,
        "fillRect",
        &[0.into(), 0.into(), width.into(), height.into()],
    )?;
    let place = [0.0, 0.0, width, height];
    let numbers = part.into_iter().chain(place).map(JsValue::from_f64);
    let arguments: Vec<_> = std::iter::once(bitmap.clone()).chain(numbers).collect();
    call(&context, "drawImage", &arguments)?;
    let options = Object::new();
    let _ = Reflect::set(&options, &"type".into(), &"image/jpeg".into());
    let _ = Reflect::set(&options, &"quality".into(), &quality.into());
    let blob = call(&canvas, "convertToBlob", &[options.into()])?;
    JsFuture::from(blob.dyn_into::<Promise>().ok()?).await.ok()
}

fn all(list: &JsValue) -> Vec<LocalFile> {
    if !list.is_object() {
        return Vec::new();
    }
    let files = Array::from(list);
    files
        .iter()
        .map(|blob| {
            let name = get(&blob, "name").as_string().unwrap_or_default();
            hold(blob, &name)
        })
        .collect()
}

/// A number for a file that is none of this device.
pub fn new_key() -> u32 {
    let key = NEXT.get();
    NEXT.set(key + 1);
    key
}

fn hold(blob: JsValue, name: &str) -> LocalFile {
    let key = new_key();
    let file = LocalFile {
        key,
        name: name.to_owned(),
        mime_type: get(&blob, "type").as_string().unwrap_or_default(),
        byte_size: bytes(&blob),
    };
    FILES.with_borrow_mut(|files| files.insert(key, Held { blob, url: None }));
    file
}

fn blob(key: u32) -> Option<JsValue> {
    FILES.with_borrow(|files| files.get(&key).map(|held| held.blob.clone()))
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are whole and far below 2^53"
)]
fn bytes(blob: &JsValue) -> u64 {
    get(blob, "size").as_f64().unwrap_or_default() as u64
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "widths are whole and small"
)]
fn pixels(of: &JsValue, name: &str) -> u32 {
    get(of, name).as_f64().unwrap_or_default() as u32
}

#[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
fn number(number: u64) -> JsValue {
    JsValue::from_f64(number as f64)
}

fn url_maker() -> Option<JsValue> {
    Some(get(&window()?.into(), "URL")).filter(JsValue::is_function)
}
