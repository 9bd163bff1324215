//! The description of the REST interface, pinned: a change of it is a change for other programs.

use crate::support::TestServer;

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
