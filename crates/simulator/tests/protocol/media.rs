//! Media: uploading, looking up, downloading, deleting, and files that lie.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::{NUMBER, OTHER_NUMBER, World, answer_of, message};

const VOICE: &[u8] = include_bytes!("../../assets/sample-voice.ogg");
const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a picture";

fn part(bytes: &[u8], filename: &str, mime_type: &str) -> Part {
    Part::bytes(bytes.to_vec())
        .file_name(filename.to_owned())
        .mime_str(mime_type)
        .unwrap()
}

fn form(bytes: &[u8], filename: &str, mime_type: &str) -> Form {
    Form::new()
        .text("messaging_product", "whatsapp")
        .text("type", mime_type.to_owned())
        .part("file", part(bytes, filename, mime_type))
}

async fn upload(world: &World, form: Form) -> (u16, Value) {
    answer_of(
        world
            .request("POST", &format!("/v25.0/{NUMBER}/media"))
            .multipart(form),
    )
    .await
}

async fn upload_accepted(world: &World, bytes: &[u8], filename: &str, mime_type: &str) -> String {
    let (status, answer) = upload(world, form(bytes, filename, mime_type)).await;
    assert_eq!(status, 200, "{answer}");
    answer["id"].as_str().unwrap().to_owned()
}

/// A voice note that may be sent.
pub async fn upload_voice(world: &World) -> String {
    upload_accepted(world, VOICE, "voice-note.ogg", "audio/ogg; codecs=opus").await
}

#[tokio::test]
async fn a_file_is_uploaded_looked_up_downloaded_and_deleted() {
    let world = World::unsubscribed().await;
    let id = upload_voice(&world).await;
    let (status, found) = world.get(&format!("/v25.0/{id}?phone_number_id={NUMBER}")).await;
    assert_eq!(status, 200);
    assert_eq!(found["mime_type"], "audio/ogg; codecs=opus");
    assert_eq!(found["file_size"], VOICE.len());
    assert_eq!(found["id"], id.as_str());
    assert_eq!(found["sha256"].as_str().unwrap().len(), 64);
    let url = found["url"].as_str().unwrap();
    let path = url.strip_prefix(&world.simulator.graph_url()).unwrap();
    let file = world.request("GET", path).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "audio/ogg; codecs=opus");
    assert_eq!(file.bytes().await.unwrap(), VOICE);
    assert_eq!(world.anonymous("GET", path).send().await.unwrap().status(), 401);
    assert_eq!(
        world
            .get(&format!("/v25.0/{id}?phone_number_id={OTHER_NUMBER}"))
            .await
            .0,
        400
    );
    let deleted = answer_of(world.request("DELETE", &format!("/v25.0/{id}"))).await;
    assert_eq!(deleted, (200, json!({ "success": true })));
    assert_eq!(world.get(&format!("/v25.0/{id}")).await.0, 400);
    assert_eq!(world.request("GET", path).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn an_address_is_good_for_five_minutes_and_cannot_be_made_up() {
    let world = World::unsubscribed().await;
    let id = upload_voice(&world).await;
    let (_, found) = world.get(&format!("/v25.0/{id}")).await;
    let path = found["url"]
        .as_str()
        .unwrap()
        .strip_prefix(&world.simulator.graph_url())
        .unwrap()
        .to_owned();
    world.pass(299);
    assert_eq!(world.request("GET", &path).send().await.unwrap().status(), 200);
    world.pass(1);
    assert_eq!(world.request("GET", &path).send().await.unwrap().status(), 404);
    let expires = format!("ext={}", world.now_s());
    let forged = path.replace(&expires, &format!("ext={}", world.now_s() + 300));
    assert_eq!(world.request("GET", &forged).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn ids_expire_after_30_days() {
    let world = World::unsubscribed().await;
    let id = upload_voice(&world).await;
    world.pass(30 * 24 * 60 * 60);
    assert_eq!(world.get(&format!("/v25.0/{id}")).await.0, 400);
}

#[tokio::test]
async fn unknown_types_and_sizes_are_refused_at_once() {
    let world = World::unsubscribed().await;
    for mime_type in [
        "audio/webm",
        "audio/wav",
        "image/heic",
        "image/gif",
        "video/quicktime",
        "application/zip",
    ] {
        let (status, answer) = upload(&world, form(b"bytes", "file.bin", mime_type)).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!(100)),
            "{mime_type}"
        );
        let words = answer["error"]["message"].as_str().unwrap();
        assert!(
            words.contains("Param file must be a file with one of the following types"),
            "{words}"
        );
    }
    let large = vec![0xff; 16 * 1024 * 1024 + 1];
    assert_eq!(upload(&world, form(&large, "a.mp3", "audio/mpeg")).await.0, 400);
    assert_eq!(upload(&world, form(b"", "a.jpg", "image/jpeg")).await.0, 400);
}

#[tokio::test]
async fn a_document_may_be_large() {
    let world = World::unsubscribed().await;
    let mut large = b"%PDF-1.7".to_vec();
    large.resize(20 * 1024 * 1024, b' ');
    upload_accepted(&world, &large, "livro.pdf", "application/pdf").await;
}

#[tokio::test]
async fn the_form_must_have_all_its_parts() {
    let world = World::unsubscribed().await;
    let file = || part(JPEG, "bolo.jpg", "image/jpeg");
    let product = || Form::new().text("messaging_product", "whatsapp");
    let nameless = Part::bytes(JPEG.to_vec()).mime_str("image/jpeg").unwrap();
    let typeless = Part::bytes(JPEG.to_vec()).file_name("bolo.jpg");
    for (what, form) in [
        (
            "no product",
            Form::new().text("type", "image/jpeg").part("file", file()),
        ),
        ("no type", product().part("file", file())),
        ("no file", product().text("type", "image/jpeg")),
        (
            "no filename",
            product().text("type", "image/jpeg").part("file", nameless),
        ),
        (
            "no content type",
            product().text("type", "image/jpeg").part("file", typeless),
        ),
        (
            "one too many",
            product()
                .text("type", "image/jpeg")
                .text("caption", "x")
                .part("file", file()),
        ),
    ] {
        let (status, answer) = upload(&world, form).await;
        assert_eq!((status, &answer["error"]["code"]), (400, &json!(100)), "{what}");
    }
    let path = format!("/v25.0/{NUMBER}/media");
    assert_eq!(
        answer_of(world.request("POST", &path).json(&json!({}))).await.0,
        400
    );
}

#[tokio::test]
async fn files_that_lie_are_accepted_and_fail_later() {
    let world = World::new().await;
    world.ana().await;
    let webm = b"\x1a\x45\xdf\xa3 webm";
    let mut stereo = VOICE.to_vec();
    let head = stereo
        .windows(8)
        .position(|window| window == b"OpusHead")
        .unwrap();
    stereo[head + 9] = 2;
    let audio = |id: String| message("audio", json!({ "id": id, "voice": true }));
    let image = |id: String| message("image", json!({ "id": id }));
    let sent = [
        audio(upload_accepted(&world, webm, "voice-note.ogg", "audio/ogg; codecs=opus").await),
        audio(upload_accepted(&world, &stereo, "voice-note.ogg", "audio/ogg; codecs=opus").await),
        audio(upload_accepted(&world, VOICE, "voice-note.webm", "audio/ogg; codecs=opus").await),
        audio(upload_accepted(&world, b"ID3 music", "a.mp3", "audio/mpeg").await),
        image(upload_accepted(&world, JPEG, "a.png", "image/png").await),
        image(upload_accepted(&world, b"RIFF\0\0\0\0WEBP", "a.webp", "image/webp").await),
        image(upload_voice(&world).await),
    ];
    for message in sent {
        let wamid = world.send_accepted(&message).await;
        let statuses = world.statuses_of(&wamid).await;
        assert_eq!(statuses.len(), 1, "{message}");
        assert_eq!(statuses[0]["errors"][0]["code"], 131_053, "{message}");
    }
    let fine = audio(upload_voice(&world).await);
    let wamid = world.send_accepted(&fine).await;
    assert_eq!(world.words_of(&wamid).await, ["sent", "delivered"]);
}

#[tokio::test]
async fn an_id_that_is_none_is_refused_at_once() {
    let world = World::new().await;
    world.ana().await;
    let (status, answer) = world.send(&message("image", json!({ "id": "77" }))).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(100)));
}

#[tokio::test]
async fn what_a_customer_sends_can_be_fetched_for_seven_days() {
    let world = World::new().await;
    let ana = world.simulator.customer("5511986372111", "Ana Lima");
    ana.send_media(
        NUMBER,
        "image",
        "image/jpeg",
        JPEG,
        json!({ "caption": "Olha o bolo" }),
    )
    .await
    .unwrap();
    let image = world.receiver.messages()[0]["image"].clone();
    assert_eq!(image["caption"], "Olha o bolo");
    assert_eq!(image["mime_type"], "image/jpeg");
    assert_eq!(image["sha256"].as_str().unwrap().len(), 44);
    let path = image["url"]
        .as_str()
        .unwrap()
        .strip_prefix(&world.simulator.graph_url())
        .unwrap()
        .to_owned();
    assert_eq!(
        world
            .request("GET", &path)
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap(),
        JPEG
    );
    let id = image["id"].as_str().unwrap();
    world.pass(7 * 24 * 60 * 60 - 1);
    assert_eq!(world.get(&format!("/v25.0/{id}")).await.0, 200);
    world.pass(1);
    assert_eq!(world.get(&format!("/v25.0/{id}")).await.0, 400);
}
