//! Reads the folder of the built app.

use super::File;
use axum::body::Bytes;
use axum::http::HeaderValue;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::io;
use std::path::Path;

/// All files by their path in URLs (`/index.html`), with what was compressed before (`.br`, `.gz`) beside them.
pub fn read(folder: &Path) -> io::Result<HashMap<String, File>> {
    let mut contents = HashMap::new();
    collect(folder, "", &mut contents)?;
    let mut files = HashMap::new();
    for (path, plain) in &contents {
        let is_compressed_form = [".br", ".gz"].iter().any(|end| {
            path.strip_suffix(end)
                .is_some_and(|original| contents.contains_key(original))
        });
        if !is_compressed_form {
            files.insert(path.clone(), file(path, plain.clone(), &contents));
        }
    }
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, contents: &mut HashMap<String, Bytes>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // A name that is no UTF-8 was not built by us.
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let path = format!("{prefix}/{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &path, contents)?;
        } else {
            contents.insert(path, std::fs::read(entry.path())?.into());
        }
    }
    Ok(())
}

fn file(path: &str, plain: Bytes, contents: &HashMap<String, Bytes>) -> File {
    let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(&plain)[..12]);
    // Base64 is always a header.
    let etag = HeaderValue::from_str(&format!("W/\"{hash}\"")).unwrap_or(HeaderValue::from_static("W/\"\""));
    File {
        brotli: contents.get(&format!("{path}.br")).cloned(),
        gzip: contents.get(&format!("{path}.gz")).cloned(),
        content_type: content_type(path),
        etag,
        is_immutable: has_hash(path),
        plain,
    }
}

/// Whether a part of the path ends in a hash, as Trunk writes them: `app-0123456789abcdef.js`, `app-0123456789abcdef_bg.wasm`,
/// `snippets/part-0123456789abcdef/…`.
fn has_hash(path: &str) -> bool {
    path.split('/').any(|part| {
        let Some((_, rest)) = part.rsplit_once('-') else {
            return false;
        };
        let hash = rest.split(['.', '_']).next().unwrap_or_default();
        (15..=64).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "ogg" | "opus" => "audio/ogg",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_never_change() {
        let cases = [
            ("/perfectchat-3f9c1b7e2a4d5f60.js", true),
            ("/perfectchat-3f9c1b7e2a4d5f60_bg.wasm", true),
            ("/tokens-d41d8cd98f00b204.css", true),
            ("/snippets/gloo-3f9c1b7e2a4d5f60/inline0.js", true),
            ("/index.html", false),
            ("/manifest.webmanifest", false),
            ("/service-worker.js", false),
            ("/icons/icon-512.png", false),
        ];
        for (path, expected) in cases {
            assert_eq!(has_hash(path), expected, "{path}");
        }
    }
}
