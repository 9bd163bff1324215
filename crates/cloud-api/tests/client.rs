//! The client against a raw server: the requests it writes, and what it says about every way of not being answered.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "wire/server.rs"]
mod server;

use std::time::Duration;

use cloud_api::messages::Text;
use cloud_api::{
    Bytes, Client, ClientConfig, Credentials, DownloadError, ErrorClass, LimitScope, MediaUpload,
    NotSentReason, OutgoingContent, OutgoingMessage, Recipient, SendError, SendReceipt, Uncertainty,
};
use futures::TryStreamExt;
use server::{Server, Turn, head, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const TOKEN: &str = "EAAG-invented-token";
const ACCEPTED: &str = r#"{"messaging_product":"whatsapp","contacts":[{"input":"+5511987650001","wa_id":"5511987650001","user_id":"BR.1"}],"messages":[{"id":"wamid.NEW","message_status":"accepted"}]}"#;

/// With time-outs that nothing on this machine reaches.
fn client(base_url: &str) -> Client {
    Client::new(ClientConfig::new(base_url, "v25.0")).unwrap()
}

/// For what never comes.
fn hasty_client(base_url: &str) -> Client {
    let mut config = ClientConfig::new(base_url, "v25.0");
    config.connect_timeout = Duration::from_millis(300);
    config.request_timeout = Duration::from_millis(900);
    config.idle_timeout = Duration::from_millis(200);
    Client::new(config).unwrap()
}

fn credentials() -> Credentials {
    Credentials::new(TOKEN)
}

fn message() -> OutgoingMessage {
    let text = Text {
        body: "Olá".into(),
        preview_url: false,
    };
    OutgoingMessage::new(
        Recipient::Phone("5511987650001".into()),
        OutgoingContent::Text(text),
    )
}

async fn send_to(base_url: &str) -> Result<SendReceipt, SendError> {
    client(base_url)
        .send_message(&credentials(), "4400001111", &message())
        .await
}

async fn send(turn: Turn) -> Result<SendReceipt, SendError> {
    let server = Server::start(vec![turn]).await;
    send_to(&server.base_url).await
}

fn body_of(request: &str) -> serde_json::Value {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[tokio::test]
async fn a_message_is_posted_once_with_token_and_body() {
    let server = Server::start(vec![json("200 OK", "", ACCEPTED)]).await;
    let receipt = send_to(&server.base_url).await.unwrap();
    assert_eq!(receipt.wamid, "wamid.NEW");
    assert_eq!(receipt.wa_id.as_deref(), Some("5511987650001"));
    assert_eq!(receipt.user_id.as_deref(), Some("BR.1"));
    assert_eq!(receipt.message_status.as_deref(), Some("accepted"));
    let requests = server.requests().await;
    assert!(requests[0].starts_with("POST /v25.0/4400001111/messages HTTP/1.1\r\n"));
    assert!(requests[0].contains(&format!("authorization: Bearer {TOKEN}\r\n")));
    assert!(requests[0].contains("content-type: application/json\r\n"));
    assert_eq!(body_of(&requests[0]), serde_json::to_value(message()).unwrap());
}

#[tokio::test]
async fn a_refused_connection_sent_nothing() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = send_to(&base_url).await.unwrap_err();
    assert_eq!(error, SendError::NotSent(NotSentReason::Connect));
    assert!(matches!(
        error.class(),
        Some(ErrorClass::Later {
            scope: LimitScope::Service,
            ..
        })
    ));
}

#[tokio::test]
async fn a_name_without_address_sent_nothing() {
    let error = send_to("http://graph.invalid").await.unwrap_err();
    assert!(matches!(error, SendError::NotSent(_)), "{error:?}");
}

#[tokio::test]
async fn failed_tls_sent_nothing() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("https://{}", listener.local_addr().unwrap());
    let server = async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
        // Until the client gives up.
        let _ = stream.read_to_end(&mut Vec::new()).await;
    };
    let (error, ()) = tokio::join!(send_to(&base_url), server);
    assert_eq!(error.unwrap_err(), SendError::NotSent(NotSentReason::Connect));
}

#[tokio::test]
async fn a_handshake_that_never_ends_sent_nothing() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = hasty_client(&format!("https://{}", listener.local_addr().unwrap()));
    let outcome = client
        .send_message(&credentials(), "4400001111", &message())
        .await;
    assert_eq!(
        outcome.unwrap_err(),
        SendError::NotSent(NotSentReason::ConnectTimeout)
    );
}

#[tokio::test]
async fn a_cut_after_the_request_leaves_the_outcome_unknown() {
    let error = send(Turn::Cut).await.unwrap_err();
    assert_eq!(error, SendError::OutcomeUnknown(Uncertainty::Cut));
    assert_eq!(error.class(), None);
    let half = head("200 OK", "", ACCEPTED.len()) + &ACCEPTED[..40];
    assert_eq!(
        send(Turn::Answer(half)).await.unwrap_err(),
        SendError::OutcomeUnknown(Uncertainty::Cut)
    );
}

#[tokio::test]
async fn no_answer_in_time_leaves_the_outcome_unknown() {
    for written in [
        String::new(),
        head("200 OK", "", ACCEPTED.len()) + &ACCEPTED[..40],
    ] {
        let server = Server::start(vec![Turn::AnswerAndHold(written)]).await;
        let client = hasty_client(&server.base_url);
        let error = client
            .send_message(&credentials(), "4400001111", &message())
            .await
            .unwrap_err();
        assert_eq!(error, SendError::OutcomeUnknown(Uncertainty::TimedOut));
    }
}

#[tokio::test]
async fn a_server_error_without_metas_body_leaves_the_outcome_unknown() {
    for body in ["<html>Bad gateway</html>", "", r#"{"error":"upstream"}"#] {
        let error = send(json("502 Bad Gateway", "", body)).await.unwrap_err();
        assert_eq!(error, SendError::OutcomeUnknown(Uncertainty::ServerError(502)));
    }
}

#[tokio::test]
async fn a_success_that_names_no_message_leaves_the_outcome_unknown() {
    for body in ["OK", "{}", r#"{"messages":[]}"#, r#"{"messages":[{"id":""}]}"#] {
        let error = send(json("200 OK", "", body)).await.unwrap_err();
        assert_eq!(error, SendError::OutcomeUnknown(Uncertainty::UnreadableAnswer));
    }
}

#[tokio::test]
async fn a_server_error_with_metas_body_is_metas_error() {
    let body = r#"{"error":{"message":"(#131000) Something went wrong","code":131000,"fbtrace_id":"A1"}}"#;
    let error = send(json("500 Internal Server Error", "", body))
        .await
        .unwrap_err();
    assert_eq!(error.class(), Some(ErrorClass::LaterFewTimes));
    let graph = error.graph().unwrap();
    assert_eq!(
        (graph.code, graph.http_status, graph.fbtrace_id.as_deref()),
        (131_000, 500, Some("A1"))
    );
}

#[tokio::test]
async fn too_many_requests_says_how_long_to_wait() {
    let with_body = send(json(
        "429 Too Many Requests",
        "Retry-After: 30\r\n",
        r#"{"error":{"code":130429}}"#,
    ))
    .await;
    let error = with_body.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    assert!(matches!(
        error.class(),
        Some(ErrorClass::Later {
            scope: LimitScope::Number,
            ..
        })
    ));
    let without = send(json("429 Too Many Requests", "Retry-After: 7\r\n", "slow down"))
        .await
        .unwrap_err();
    assert_eq!(
        without,
        SendError::Http {
            status: 429,
            retry_after: Some(Duration::from_secs(7))
        }
    );
    assert!(matches!(without.class(), Some(ErrorClass::Later { .. })));
}

#[tokio::test]
async fn an_invalid_token_is_told_by_its_code() {
    let body = r#"{"error":{"message":"Error validating access token","type":"OAuthException","code":190,"error_subcode":463}}"#;
    let error = send(json("401 Unauthorized", "", body)).await.unwrap_err();
    assert_eq!(error.class(), Some(ErrorClass::TokenInvalid));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = Server::start(vec![json(
        "307 Temporary Redirect",
        "Location: http://127.0.0.1:1/\r\n",
        "",
    )])
    .await;
    let error = send_to(&server.base_url).await.unwrap_err();
    assert_eq!(
        error,
        SendError::Http {
            status: 307,
            retry_after: None
        }
    );
}

#[tokio::test]
async fn what_cannot_be_a_request_is_not_sent() {
    let client = client("http://127.0.0.1:1");
    let error = client
        .send_message(&credentials(), "44/../me", &message())
        .await
        .unwrap_err();
    assert_eq!(error, SendError::Invalid("not an id"));
    let error = client
        .send_message(&Credentials::new("two\nlines"), "44", &message())
        .await
        .unwrap_err();
    assert_eq!(error, SendError::Invalid("not a token"));
}

#[tokio::test]
async fn read_receipt_and_typing() {
    let success = || json("200 OK", "", r#"{"success":true}"#);
    let server = Server::start(vec![success(), success()]).await;
    let client = client(&server.base_url);
    client
        .mark_read(&credentials(), "4400001111", "wamid.IN")
        .await
        .unwrap();
    client
        .typing(&credentials(), "4400001111", "wamid.IN")
        .await
        .unwrap();
    let requests = server.requests().await;
    let read =
        serde_json::json!({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.IN"});
    assert_eq!(body_of(&requests[0]), read);
    let mut typing = read;
    typing["typing_indicator"] = serde_json::json!({"type": "text"});
    assert_eq!(body_of(&requests[1]), typing);
}

#[tokio::test]
async fn an_upload_is_a_form_with_name_type_and_length() {
    let answer = || json("200 OK", "", r#"{"id":"1037543291543636"}"#);
    let server = Server::start(vec![answer(), answer()]).await;
    let client = client(&server.base_url);
    let mime = "audio/ogg; codecs=opus";
    let upload = MediaUpload::from_bytes("OggS-voice", mime, "voice-note.ogg");
    assert_eq!(
        client
            .upload_media(&credentials(), "4400001111", upload)
            .await
            .unwrap(),
        "1037543291543636"
    );
    let pieces = futures::stream::iter([Ok(Bytes::from("OggS")), Ok(Bytes::from("-voice"))]);
    let upload = MediaUpload::from_stream(pieces, 10, mime, "voice-note.ogg");
    client
        .upload_media(&credentials(), "4400001111", upload)
        .await
        .unwrap();
    for request in server.requests().await {
        assert!(request.starts_with("POST /v25.0/4400001111/media HTTP/1.1\r\n"));
        assert!(request.contains("content-type: multipart/form-data; boundary="));
        assert!(
            request.to_ascii_lowercase().contains("content-length: "),
            "Meta gets a length, not chunks"
        );
        assert!(request.contains("name=\"messaging_product\"\r\n\r\nwhatsapp\r\n"));
        assert!(request.contains(&format!("name=\"type\"\r\n\r\n{mime}\r\n")));
        assert!(
            request.contains("name=\"file\"; filename=\"voice-note.ogg\"\r\n"),
            "{request}"
        );
        assert!(
            request.contains(&format!("Content-Type: {mime}\r\n\r\nOggS-voice\r\n")),
            "{request}"
        );
    }
}

#[tokio::test]
async fn media_is_looked_up_and_deleted() {
    let info = r#"{"messaging_product":"whatsapp","url":"https://lookaside.fbsbx.com/x","mime_type":"image/jpeg","sha256":"abc","file_size":"2048","id":"77"}"#;
    let server = Server::start(vec![
        json("200 OK", "", info),
        json("200 OK", "", r#"{"success":true}"#),
    ])
    .await;
    let client = client(&server.base_url);
    let info = client
        .media_info(&credentials(), "77", Some("4400001111"))
        .await
        .unwrap();
    assert_eq!((info.id.as_str(), info.file_size), ("77", Some(2048)));
    client.delete_media(&credentials(), "77", None).await.unwrap();
    let requests = server.requests().await;
    assert!(requests[0].starts_with("GET /v25.0/77?phone_number_id=4400001111 HTTP/1.1\r\n"));
    assert!(requests[1].starts_with("DELETE /v25.0/77 HTTP/1.1\r\n"));
}

async fn download(turn: Turn, limit: u64) -> Result<Vec<u8>, DownloadError> {
    download_by(client, turn, limit).await
}

async fn download_by(client: fn(&str) -> Client, turn: Turn, limit: u64) -> Result<Vec<u8>, DownloadError> {
    let server = Server::start(vec![turn]).await;
    let (client, url) = (client(&server.base_url), format!("{}/media/1", server.base_url));
    let download = client.download_media(&credentials(), &url, limit).await?;
    let pieces: Vec<Bytes> = download.into_stream().try_collect().await?;
    Ok(pieces.concat())
}

#[tokio::test]
async fn a_download_has_a_cap_with_and_without_a_length() {
    let with_length = || Turn::Answer(head("200 OK", "Content-Type: image/jpeg\r\n", 10) + "0123456789");
    let without_length = || Turn::Answer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n0123456789".to_owned());
    assert_eq!(download(with_length(), 10).await.unwrap(), b"0123456789");
    assert_eq!(download(without_length(), 10).await.unwrap(), b"0123456789");
    for turn in [with_length(), without_length()] {
        assert_eq!(download(turn, 9).await, Err(DownloadError::TooLarge { limit: 9 }));
    }
}

#[tokio::test]
async fn a_download_that_breaks_or_stands_still_is_no_file() {
    let begun = || head("200 OK", "", 10) + "012";
    let cut = download(Turn::Answer(begun()), 10).await.unwrap_err();
    assert_eq!(
        cut,
        DownloadError::Call(SendError::OutcomeUnknown(Uncertainty::Cut))
    );
    let still = download_by(hasty_client, Turn::AnswerAndHold(begun()), 10)
        .await
        .unwrap_err();
    assert_eq!(
        still,
        DownloadError::Call(SendError::OutcomeUnknown(Uncertainty::TimedOut))
    );
}

#[tokio::test]
async fn an_expired_address_and_a_refused_token_are_told_apart() {
    assert_eq!(
        download(json("404 Not Found", "", ""), 10).await,
        Err(DownloadError::Expired)
    );
    let refused = download(json("401 Unauthorized", "", r#"{"error":{"code":190}}"#), 10)
        .await
        .unwrap_err();
    assert!(matches!(refused, DownloadError::Call(error) if error.class() == Some(ErrorClass::TokenInvalid)));
}

#[tokio::test]
async fn the_token_does_not_go_to_another_host() {
    let client = client("http://127.0.0.1:1");
    for url in [
        "https://evil.example/x",
        "http://localhost:1/x",
        "http://127.0.0.1:2/x",
        "not a url",
    ] {
        let error = client.download_media(&credentials(), url, 10).await.unwrap_err();
        assert_eq!(error, DownloadError::HostNotAllowed, "{url}");
    }
}

#[tokio::test]
async fn a_listing_follows_the_cursor_and_not_the_address() {
    let first = r#"{"data":[{"id":"1","display_phone_number":"+55 11 4002-8922","quality_rating":"GREEN","status":"CONNECTED","throughput":{"level":"STANDARD"}}],"paging":{"cursors":{"before":"a","after":"b"},"next":"https://evil.example/?access_token=x"}}"#;
    let last = r#"{"data":[{"id":2},{"no":"id"}],"paging":{"cursors":{"before":"b","after":"c"}}}"#;
    let server = Server::start(vec![json("200 OK", "", first), json("200 OK", "", last)]).await;
    let numbers = client(&server.base_url)
        .phone_numbers(&credentials(), "100")
        .await
        .unwrap();
    let ids: Vec<&str> = numbers.iter().map(|number| number.id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(numbers[0].throughput_level.as_deref(), Some("STANDARD"));
    let requests = server.requests().await;
    assert!(requests[0].starts_with("GET /v25.0/100/phone_numbers?fields=id%2Cdisplay_phone_number"));
    assert!(requests[1].contains("&limit=100&after=b HTTP/1.1\r\n"));
}

#[tokio::test]
async fn a_template_listing_whose_cursor_goes_bad_starts_again() {
    let page = |name: &str, next: &str| {
        format!(
            r#"{{"data":[{{"name":"{name}","language":"pt_BR","status":"APPROVED","components":[{{"type":"BODY"}}]}}],"paging":{{"cursors":{{"after":"c"}}{next}}}}}"#
        )
    };
    let server = Server::start(vec![
        json("200 OK", "", &page("old", r#","next":"x""#)),
        json("400 Bad Request", "", r#"{"error":{"code":131059}}"#),
        json("200 OK", "", &page("new", "")),
    ])
    .await;
    let templates = client(&server.base_url)
        .message_templates(&credentials(), "100")
        .await
        .unwrap();
    assert_eq!(templates.len(), 1);
    assert_eq!(
        (templates[0].name.as_str(), templates[0].components.len()),
        ("new", 1)
    );
    assert!(server.requests().await[2].contains("GET /v25.0/100/message_templates?"));
}

#[tokio::test]
async fn one_number_and_the_subscription() {
    let number = r#"{"id":"4400001111","verified_name":"Padaria","quality_rating":"UNKNOWN"}"#;
    let server = Server::start(vec![
        json("200 OK", "", number),
        json("200 OK", "", r#"{"success":true}"#),
    ])
    .await;
    let client = client(&server.base_url);
    let number = client.phone_number(&credentials(), "4400001111").await.unwrap();
    assert_eq!(number.verified_name.as_deref(), Some("Padaria"));
    client.subscribe_app(&credentials(), "100").await.unwrap();
    assert!(server.requests().await[1].starts_with("POST /v25.0/100/subscribed_apps HTTP/1.1\r\n"));
}

#[tokio::test]
async fn a_number_tells_how_fast_it_may_send() {
    for (told, expected) in [
        (r#""throughput":{"level":"STANDARD"}"#, Some(80)),
        (
            r#""throughput":{"level":"HIGH"},"is_on_biz_app":false"#,
            Some(1_000),
        ),
        (
            r#""throughput":{"level":"STANDARD"},"is_on_biz_app":true"#,
            Some(20),
        ),
        (r#""throughput":{"level":"NOT_APPLICABLE"}"#, None),
        (r#""status":"CONNECTED""#, None),
    ] {
        let body = format!(r#"{{"id":"4400001111",{told}}}"#);
        let server = Server::start(vec![json("200 OK", "", &body)]).await;
        let number = client(&server.base_url)
            .phone_number(&credentials(), "4400001111")
            .await
            .unwrap();
        assert_eq!(number.throughput(), expected, "{told}");
    }
}

#[test]
fn credentials_do_not_show_the_token() {
    assert!(!format!("{:?}", credentials()).contains(TOKEN));
}
