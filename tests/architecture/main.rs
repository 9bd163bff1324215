//! The rules of the house, read from the sources: who may import whom, what a room may touch, where words and sides of the
//! screen may not stand. Each test lists every place that breaks its rule as `file:line: why`.
#![cfg(not(target_family = "wasm"))]

mod files;
mod guide;
mod packages;
mod rooms;
mod rust_text;
mod source;
mod styles;
mod views;
mod words;
