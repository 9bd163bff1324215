//! Pictures that were sent one after the other stand together, as people know it from WhatsApp.

use serde_json::json;
use thirtyfour::Key;

use crate::chat::{MARINA, customer, open_conversation, writes};
use crate::files::choose;
use crate::harness::{ANA, BRUNO, Browser, SCHOOL_NUMBER, Size, World, eventually, journey};

/// A picture of eight by eight pixels of one colour.
pub fn picture(shade: u8) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let mut bytes = u32::try_from(data.len()).expect("short").to_be_bytes().to_vec();
        let named = [kind.as_slice(), data].concat();
        bytes.extend(&named);
        bytes.extend(crc(&named).to_be_bytes());
        bytes
    };
    let row = [vec![0], [shade, 120, 255 - shade].repeat(8)].concat();
    let pixels = row.repeat(8);
    let length = u16::try_from(pixels.len()).expect("short");
    // One block that is not compressed.
    let stream = [
        &[0x78, 0x01, 0x01][..],
        &length.to_le_bytes(),
        &(!length).to_le_bytes(),
        &pixels,
        &adler(&pixels).to_be_bytes(),
    ]
    .concat();
    [
        b"\x89PNG\r\n\x1A\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0]),
        chunk(b"IDAT", &stream),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                0xEDB8_8320 ^ (crc >> 1)
            } else {
                crc >> 1
            }
        })
    };
    !bytes.iter().fold(!0, step)
}

fn adler(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1, 0), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (a + b) % 65_521)
    });
    b << 16 | a
}

async fn sends_pictures(world: &World, count: u8) {
    let marina = customer(world, MARINA);
    for number in 0..count {
        let id = world
            .simulator
            .add_media(SCHOOL_NUMBER, "image/png", picture(number * 40));
        marina
            .send(SCHOOL_NUMBER, json!({ "type": "image", "image": { "id": id } }))
            .await
            .expect("sent");
    }
}

async fn at_the_album(world: &World, count: u8, size: Size) -> Browser {
    sends_pictures(world, count).await;
    let browser = world.browser(size).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    browser
        .find("group", &format!("Álbum com {count} fotos e vídeos"))
        .await;
    let drawn = format!(
        "[...document.querySelectorAll('[aria-label=\"Álbum com {count} fotos e vídeos\"] .album__image')]
            .filter((one) => one.naturalWidth === 8).length === {}",
        count.min(4)
    );
    browser.until("the pictures", &drawn).await;
    browser
}

async fn press(browser: &Browser, key: Key) {
    browser.type_keys(key + "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_sent_together_are_one_album_that_opens_and_goes_on() {
    journey(async |world| {
        let browser = at_the_album(world, 6, Size::Desktop).await;
        browser.click("button", "Mostrar mais 2 do álbum").await;
        browser
            .until(
                "all tiles",
                "document.querySelectorAll('.album__tile').length === 6",
            )
            .await;
        browser
            .script("document.querySelectorAll('.album__open')[2].click()", Vec::new())
            .await;
        browser.find("dialog", "Foto").await;
        browser.shows("3 de 6").await;
        press(&browser, Key::Right).await;
        browser.shows("4 de 6").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("dialog", "Foto").await;
        browser
            .until(
                "the focus where it was",
                "document.activeElement === document.querySelectorAll('.album__open')[2]",
            )
            .await;

        // Words end an album, and what follows is another one.
        writes(world, MARINA, "E estas").await;
        sends_pictures(world, 2).await;
        browser.find("group", "Álbum com 2 fotos e vídeos").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_picture_of_an_album_has_its_own_menu_by_keys() {
    journey(async |world| {
        let browser = at_the_album(world, 4, Size::Desktop).await;
        browser
            .script("document.querySelector('[role=log]').focus()", Vec::new())
            .await;
        press(&browser, Key::Up).await;
        press(&browser, Key::Up).await;
        let third = "document.activeElement === document.querySelectorAll('.album__bubble')[2]";
        browser.until("the third picture", third).await;
        press(&browser, Key::Enter).await;
        browser.find("menu", "Opções da mensagem").await;
        browser.click("menuitemradio", "Reagir com ❤️").await;
        browser.find("button", "Reação: ❤️ de Você").await;
        browser.find("group", "Álbum com 4 fotos e vídeos").await;

        press(&browser, Key::Enter).await;
        browser.click("menuitem", "Abrir foto").await;
        browser.shows("3 de 4").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("dialog", "Foto").await;
        browser.until("the focus where it was", third).await;

        press(&browser, Key::Enter).await;
        browser.click("menuitem", "Apagar").await;
        browser.click("button", "Apagar").await;
        browser.shows("Apagado por Ana: Foto").await;
        // It parts the album.
        browser.find("group", "Álbum com 2 fotos e vídeos").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn our_pictures_go_out_as_an_album_with_ticks_of_their_own() {
    journey(async |world| {
        writes(world, MARINA, "Tem fotos?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        let pictures: Vec<_> = [0, 80, 160].map(picture).into();
        let files: Vec<_> = pictures
            .iter()
            .map(|bytes| ("foto.png", "image/png", bytes.as_slice(), bytes.len()))
            .collect();
        choose(&browser, &files).await;
        browser.click("button", "Enviar 3 arquivos").await;
        browser.find("group", "Álbum com 3 fotos e vídeos").await;
        eventually("three pictures on the phone", async || {
            (world.simulator.messages_to(MARINA.0).len() == 3).then_some(())
        })
        .await;
        browser
            .until(
                "ticks on each",
                "[...document.querySelectorAll('.album__tile')].filter((tile) => \
                    tile.querySelector('[role=img][aria-label=Entregue]')).length === 3",
            )
            .await;
        let colleague = world.browser(Size::Desktop).await;
        colleague.sign_in(&BRUNO).await;
        open_conversation(&colleague, MARINA).await;
        colleague.find("group", "Álbum com 3 fotos e vídeos").await;
        colleague.shows("Ana").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn albums_are_accessible_on_every_screen() {
    journey(async |world| {
        sends_pictures(world, 3).await;
        let marina = customer(world, MARINA);
        marina.send_text(SCHOOL_NUMBER, "E mais").await.expect("sent");
        for size in [Size::Desktop, Size::Tablet, Size::Phone] {
            let browser = if size == Size::Desktop {
                at_the_album(world, 6, size).await
            } else {
                let browser = world.browser(size).await;
                browser.sign_in(&ANA).await;
                open_conversation(&browser, MARINA).await;
                browser
            };
            browser.find("group", "Álbum com 6 fotos e vídeos").await;
            browser.check_screen("album").await;
        }
    })
    .await;
}
