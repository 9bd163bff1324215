//! The disk takes no more: caused by a limit on the size of files, which a process cannot tell from a full disk.
#![cfg(target_os = "linux")]

use crate::program::{Program, house};
use crate::support::ANA;
use crate::until;
use domain::ids::CannedResponseId;
use domain::wire::{Bootstrap, ConversationDetail};

#[tokio::test]
async fn a_disk_that_takes_no_more_is_told_once_meta_sends_again_and_all_goes_on() {
    let house = house().await;
    let program = Program::start(house.path()).await;
    assert_eq!(program.deliver("wamid.1").await.status, 200);
    let ana = program.sign_in(ANA).await;
    // Not even where the write-ahead log begins anew.
    program.limit("fsize", Some(0)).await;

    for _ in 0..20 {
        let refused = program.deliver("wamid.2").await;
        assert_eq!(
            (refused.status, refused.json["code"].as_str()),
            (503, Some("unavailable"))
        );
    }
    let ready = ana.get("/readyz").await;
    assert_eq!(ready.status, 503);
    assert_eq!(ready.header("content-type"), "application/problem+json");
    assert_eq!(ready.json["reason"], "disk_failing", "{}", ready.json);
    assert_eq!(ready.json["checks"]["database"], "failed");
    assert_eq!(ana.get("/healthz").await.status, 200);
    // Reading goes on, and so does what finds nothing to change, which is no sign that the disk is well again.
    let nothing = format!(
        "/api/v1/canned-responses/{}",
        CannedResponseId::from_parts(1, &[7; 10])
    );
    assert_eq!(ana.delete(&nothing).await.status, 204);
    assert_eq!(ana.get("/api/v1/bootstrap").await.status, 200);
    let complaints = program.complaints();
    assert_eq!(
        program.told("the database cannot be written"),
        1,
        "{complaints:#?}"
    );
    assert!(complaints.len() <= 3, "a flood: {complaints:#?}");

    program.limit("fsize", None).await;
    until("it is ready again", async || {
        ana.get("/readyz").await.status == 200
    })
    .await;
    until("the log says so", async || {
        program.told("the database can be written again") == 1
    })
    .await;
    assert_eq!(program.deliver("wamid.2").await.status, 200);
    until("both messages are there, once", async || {
        let bootstrap: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
        // The outage may have come before the first of them was applied.
        let Some(row) = bootstrap.conversations.rows.first() else {
            return false;
        };
        let id = row.conversation.id;
        let detail: ConversationDetail = ana.get(&format!("/api/v1/conversations/{id}")).await.read();
        let mut texts: Vec<_> = detail
            .messages
            .messages
            .iter()
            .map(|message| message.content.text())
            .collect();
        texts.sort_unstable();
        assert!(texts.len() <= 2, "{texts:?}");
        texts == ["wamid.1", "wamid.2"]
    })
    .await;
}
