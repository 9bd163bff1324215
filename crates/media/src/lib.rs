//! What a file really is, by its bytes. Pure: no input or output, imports nobody of ours.
//!
//! A name or a declared type proves nothing (an SVG with a script may be called photo.png), so whoever takes a file asks here.
//! Reading WebM and MP4, writing Ogg and waveform peaks will live here too.

mod sniff;

pub use sniff::{Container, sniff};
