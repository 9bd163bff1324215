//! Files near the limits of WhatsApp, and beyond.

use std::fs;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::files::{PDF, all_received, choose_from_disk, in_conversation, kept_by_meta, pattern};
use crate::harness::{Browser, eventually, journey};

/// What WhatsApp takes of a photo, in bytes.
const LARGEST_PHOTO: usize = 5 << 20;

/// Takes a photo of 6000 × 5000 pixels and chooses it; says its size in bytes and its SHA-256.
const TAKE_PHOTO: &str = "return (async () => {
    const canvas = new OffscreenCanvas(6000, 5000);
    const context = canvas.getContext('2d');
    const tile = new ImageData(250, 250);
    let seed = 7;
    for (let at = 0; at < tile.data.length; at += 1) {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        tile.data[at] = at % 4 === 3 ? 255 : seed >> 16;
    }
    for (let x = 0; x < 6000; x += 250) for (let y = 0; y < 5000; y += 250) context.putImageData(tile, x, y);
    const photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await photo.arrayBuffer()));
    const files = new DataTransfer();
    files.items.add(new File([photo], 'IMG_2041.jpg', { type: 'image/jpeg' }));
    const input = document.querySelector('.composer input[type=file]');
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return [photo.size, [...hash]];
})()";

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_of_30_megapixels_goes_smaller_or_as_the_document_that_it_is() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let (size, hash) = take_photo(&browser).await;
        assert!(size > LARGEST_PHOTO, "{size}");
        browser
            .shows("A imagem passa de 5\u{a0}MB, o limite do WhatsApp para fotos.")
            .await;
        browser.check_screen("attachment-too-large").await;
        browser.click("button", "Enviar imagem menor").await;
        browser
            .until(
                "the smaller picture is made",
                "!document.querySelector('.tray__foot .button').disabled",
            )
            .await;
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = all_received(world, 1).await;
        assert_eq!(sent[0]["type"], "image");
        let smaller = kept_by_meta(world, &sent[0], "image").await;
        assert!(smaller.starts_with(b"\xFF\xD8\xFF"), "it is a JPEG");
        assert!(smaller.len() <= LARGEST_PHOTO, "{}", smaller.len());
        browser
            .until(
                "the picture, 2560 pixels wide",
                "document.querySelector('.picture__image')?.naturalWidth === 2560",
            )
            .await;

        take_photo(&browser).await;
        browser.click("button", "Enviar como documento").await;
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = all_received(world, 2).await;
        assert_eq!(sent[1]["document"]["filename"], "IMG_2041.jpg");
        let original = kept_by_meta(world, &sent[1], "document").await;
        assert_eq!(original.len(), size);
        assert_eq!(Sha256::digest(&original).to_vec(), hash, "not a pixel is another");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_of_100_mb_arrives_byte_by_byte() {
    journey(async |world| {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, larger) = (
            folder.path().join("Catálogo.pdf"),
            folder.path().join("Maior.pdf"),
        );
        let bytes = pattern(PDF, 100 << 20);
        fs::write(&path, &bytes).expect("written");
        fs::write(&larger, pattern(PDF, (100 << 20) + 1)).expect("written");
        let browser = in_conversation(world).await;
        choose_from_disk(&browser, &[&larger, &path]).await;
        browser
            .shows("O arquivo passa de 100\u{a0}MB, o limite do WhatsApp para este tipo.")
            .await;
        browser.click("button", "Remover Maior.pdf").await;
        browser.click("button", "Enviar 1 arquivo").await;
        for percent in [0, 20, 40, 60, 80] {
            eventually(format!("more than {percent} %"), async || {
                let so_far = "const bar = document.querySelector('.upload-note__bar');
                    return document.querySelector('.upload-note') ? bar.value : 100";
                let so_far = browser.script(so_far, Vec::new()).await;
                (so_far.as_u64()? > percent).then_some(())
            })
            .await;
        }
        let sent = all_received(world, 1).await;
        assert_eq!(sent[0]["document"]["filename"], "Catálogo.pdf");
        let kept = kept_by_meta(world, &sent[0], "document").await;
        assert!(kept == bytes, "{} bytes, others", kept.len());
    })
    .await;
}

/// A photo's size and its hash.
async fn take_photo(browser: &Browser) -> (usize, Vec<u8>) {
    let photo: Value = browser.script(TAKE_PHOTO, Vec::new()).await;
    let hash = serde_json::from_value(photo[1].clone()).expect("a hash");
    let size = photo[0].as_u64().and_then(|size| size.try_into().ok());
    assert_ne!(photo[1], json!([]));
    (size.expect("a size"), hash)
}
