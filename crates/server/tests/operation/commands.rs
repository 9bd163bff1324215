//! The commands that help whoever runs a house, beside a server that runs.

use crate::program::{Program, command, database, house};
use crate::support::{ANA, PASSWORD};
use std::path::Path;
use std::process::Output;

async fn run(house: &Path, arguments: &[&str]) -> Output {
    command(house, arguments)
        .env("PERFECTCHAT_PASSWORD", "campo de girassóis")
        .output()
        .await
        .unwrap()
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[tokio::test]
async fn backup_reset_and_restore_from_the_command_line() {
    let house = house().await;
    let program = Program::start(house.path()).await;
    assert_eq!(program.deliver("wamid.1").await.status, 200);
    let ana = program.sign_in(ANA).await;
    let file = house.path().join("backup.sqlite");
    let file = file.to_str().unwrap();

    let made = run(house.path(), &["backup", "--to", file, "--with-secret-key"]).await;
    assert!(made.status.success(), "{}", words(&made));
    assert_eq!(
        std::fs::read_to_string(format!("{file}.key")).unwrap(),
        "5a".repeat(32)
    );
    let again = run(house.path(), &["backup", "--to", file]).await;
    assert!(
        !again.status.success() && words(&again).contains("is there already"),
        "{}",
        words(&again)
    );

    let reset = run(house.path(), &["reset-password", "--email", ANA]).await;
    assert!(reset.status.success(), "{}", words(&reset));
    assert_eq!(ana.get("/api/v1/session").await.status, 401);
    assert_eq!(program.browser().sign_in(ANA, PASSWORD).await.status, 401);
    let nobody = run(house.path(), &["reset-password", "--email", "eva@example.org"]).await;
    assert!(
        !nobody.status.success() && words(&nobody).contains("no agent"),
        "{}",
        words(&nobody)
    );

    let used = run(house.path(), &["restore", "--from", file]).await;
    assert!(
        !used.status.success() && words(&used).contains("stop that first"),
        "{}",
        words(&used)
    );

    // A power cut leaves a write-ahead log: it must not be applied to the restored database.
    assert_eq!(program.deliver("wamid.2").await.status, 200);
    program.kill().await;
    assert!(std::fs::exists(format!("{}-wal", database(house.path()).display())).unwrap());
    let restored = run(house.path(), &["restore", "--from", file]).await;
    assert!(restored.status.success(), "{}", words(&restored));
    assert!(
        words(&restored).contains("before-restore"),
        "{}",
        words(&restored)
    );

    let program = Program::start(house.path()).await;
    let ana = program.sign_in(ANA).await;
    assert_eq!(ana.get("/api/v1/bootstrap").await.status, 200);
    assert_eq!(program.deliver("wamid.3").await.status, 200);
    assert_eq!(ana.get("/readyz").await.status, 200);
}
