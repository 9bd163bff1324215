//! Connecting a number: Meta is asked at once, and nothing is kept unless everything fits.

use crate::support::TestServer;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use server::setup::{ConnectNumberError, NumberToConnect, connect_number};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::TcpListener;

/// What Meta documents of an account with one number; counts subscriptions.
async fn graph(subscriptions: Arc<AtomicUsize>) -> String {
    type Answer = (StatusCode, Json<serde_json::Value>);
    fn refused(headers: &HeaderMap) -> Option<Answer> {
        let is_right = headers
            .get("authorization")
            .is_some_and(|token| token == "Bearer good-token");
        let error = serde_json::json!({ "error": {
            "message": "Invalid OAuth access token", "type": "OAuthException", "code": 190, "fbtrace_id": "A1b2",
        }});
        (!is_right).then_some((StatusCode::UNAUTHORIZED, Json(error)))
    }
    async fn numbers(Path(_waba): Path<String>, headers: HeaderMap) -> Answer {
        refused(&headers).unwrap_or_else(|| {
            let number = serde_json::json!({
                "id": "4400001111", "display_phone_number": "+55 11 4002-8922", "verified_name": "Loja Girassol",
            });
            (StatusCode::OK, Json(serde_json::json!({ "data": [number] })))
        })
    }
    async fn subscribe(State(subscriptions): State<Arc<AtomicUsize>>, headers: HeaderMap) -> Answer {
        refused(&headers).unwrap_or_else(|| {
            subscriptions.fetch_add(1, Ordering::Relaxed);
            (StatusCode::OK, Json(serde_json::json!({ "success": true })))
        })
    }
    let router = Router::new()
        .route("/v25.0/{waba}/phone_numbers", get(numbers))
        .route("/v25.0/{waba}/subscribed_apps", post(subscribe))
        .with_state(subscriptions);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

fn number(meta_id: &str, access_token: &str) -> NumberToConnect {
    NumberToConnect {
        meta_id: meta_id.to_owned(),
        waba_id: "102290129340398".to_owned(),
        access_token: access_token.to_owned(),
        app_secret: "app-secret".to_owned(),
        verify_token: "verify-token".to_owned(),
    }
}

#[tokio::test]
async fn a_number_is_kept_when_meta_knows_it_and_takes_the_token() {
    let subscriptions = Arc::new(AtomicUsize::new(0));
    let graph_url = graph(Arc::clone(&subscriptions)).await;
    let server = TestServer::start_with(|config| config.graph_url = graph_url).await;
    let services = &server.services;
    let before = server.store().phone_numbers().await.unwrap();

    let wrong_token = connect_number(services, number("4400001111", "bad-token")).await;
    assert!(
        matches!(wrong_token, Err(ConnectNumberError::TokenRefused(_))),
        "{wrong_token:?}"
    );
    let unknown = connect_number(services, number("999", "good-token"))
        .await
        .unwrap_err();
    assert!(unknown.to_string().ends_with("it has: 4400001111"), "{unknown}");
    let empty = connect_number(services, number("4400001111", " ")).await;
    assert!(matches!(
        empty,
        Err(ConnectNumberError::Empty("the access token"))
    ));
    assert_eq!(server.store().phone_numbers().await.unwrap(), before);
    assert_eq!(subscriptions.load(Ordering::Relaxed), 0);

    let connected = connect_number(services, number("4400001111", "good-token"))
        .await
        .unwrap();
    assert_eq!(
        (connected.phone.as_str(), connected.display_name.as_str()),
        ("+551140028922", "Loja Girassol")
    );
    assert_eq!(subscriptions.load(Ordering::Relaxed), 1);
    assert_eq!(
        server.store().phone_numbers().await.unwrap().len(),
        before.len() + 1
    );
}
