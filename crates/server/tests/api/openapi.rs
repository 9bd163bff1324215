//! The description of the REST interface, pinned: a change of it is a change for other programs.

use crate::support::TestServer;
use std::collections::BTreeSet;

const PROTOCOL: &str = include_str!("../../../../docs/protocol.md");

#[tokio::test]
async fn the_description_is_served_and_pinned() {
    let server = TestServer::start().await;
    let answer = server.browser().get("/api/v1/openapi.json").await;
    assert_eq!(answer.status, 200);
    // The order of keys depends on what else is built; the snapshot's does not.
    insta::with_settings!({ sort_maps => true }, {
        insta::assert_json_snapshot!("openapi", answer.json);
    });
}

#[test]
fn every_schema_that_is_referred_to_is_described() {
    let document = serde_json::to_string(server::http::openapi_document()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&document).unwrap();
    let schemas = json["components"]["schemas"].as_object().unwrap();
    for reference in document.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
}

#[test]
fn the_protocol_tells_of_every_endpoint_and_of_no_other() {
    let document = serde_json::to_value(server::http::openapi_document()).unwrap();
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let methods = methods.as_object().unwrap().keys();
        described.extend(methods.map(|method| format!("{} {path}", method.to_uppercase())));
    }
    let mut told = BTreeSet::new();
    for row in PROTOCOL.lines().filter_map(|line| line.strip_prefix("| `")) {
        // Methods stand before the path that they share.
        let mut methods = Vec::new();
        let cell = row.split(" | ").next().unwrap();
        for word in cell.split(['`', ' ', ',']).filter(|word| !word.is_empty()) {
            if word.starts_with('/') {
                let path = word.split('?').next().unwrap();
                told.extend(methods.drain(..).map(|method| format!("{method} {path}")));
            } else if word.chars().all(|letter| letter.is_ascii_uppercase()) {
                methods.push(word);
            }
        }
    }
    assert_eq!(told, described);
}
