//! What agents think of PerfectChat: one vote a person and release, the tally for administrators.

use crate::support::{ANA, BRUNO, CARLA, TestServer, assert_refused};
use domain::error::ErrorCode;
use domain::feedback::{Feedback, FeedbackTally, Mood, NEEDED_PERMISSION, OwnFeedback, PutFeedback};
use domain::permission::Permission;
use domain::time::Span;
use serde_json::json;

const PATH: &str = "/api/v1/feedback";
const TALLY: &str = "/api/v1/feedback/tally";

fn says(mood: Mood, comment: &str) -> PutFeedback {
    PutFeedback {
        mood,
        comment: comment.to_owned(),
    }
}

#[tokio::test]
async fn one_has_one_vote_a_release_and_may_change_it() {
    let server = TestServer::start().await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let before: OwnFeedback = bruno.get(PATH).await.read();
    assert_eq!(
        before,
        OwnFeedback {
            release: env!("CARGO_PKG_VERSION").to_owned(),
            feedback: None,
        }
    );

    let answer = bruno.put(PATH, &says(Mood::Sad, " lento \n")).await;
    assert_eq!(answer.status, 200);
    let first = Feedback {
        mood: Mood::Sad,
        comment: "lento".to_owned(),
        given_at: server.clock.now(),
    };
    assert_eq!(answer.read::<OwnFeedback>().feedback.as_ref(), Some(&first));
    server.pass(Span::from_minutes(5));
    let again: OwnFeedback = bruno.put(PATH, &says(Mood::Sad, "lento")).await.read();
    assert_eq!(again.feedback, Some(first), "the same again changes nothing");

    bruno.put(PATH, &says(Mood::Happy, "")).await;
    assert_eq!(ana.put(PATH, &says(Mood::Neutral, "ok")).await.status, 200);
    let own: OwnFeedback = bruno.get(PATH).await.read();
    let own = own.feedback.unwrap();
    assert_eq!(
        (own.mood, own.comment.as_str(), own.given_at),
        (Mood::Happy, "", server.clock.now())
    );

    let tally: FeedbackTally = ana.get(TALLY).await.read();
    let [release] = tally.releases.as_slice() else {
        panic!("one release: {tally:?}");
    };
    assert_eq!(release.release, before.release);
    assert_eq!(Mood::ALL.map(|mood| release.count(mood)), [1, 1, 0]);
    let comments: Vec<_> = release
        .comments
        .iter()
        .map(|said| said.comment.as_str())
        .collect();
    assert_eq!(comments, ["ok"]);
}

#[tokio::test]
async fn the_tally_is_for_administrators_and_names_nobody() {
    let server = TestServer::start().await;
    let bruno = server.sign_in(BRUNO).await;
    assert_eq!(bruno.put(PATH, &says(Mood::Happy, "ótimo")).await.status, 200);
    assert_refused(&bruno.get(TALLY).await, ErrorCode::PermissionDenied);
    for (method, path) in [
        (reqwest::Method::GET, PATH),
        (reqwest::Method::PUT, PATH),
        (reqwest::Method::GET, TALLY),
    ] {
        let body = Some(br#"{"mood":"sad"}"#.to_vec());
        let json = [("content-type", "application/json")];
        let answer = server.browser().send(method, path, &json, body).await;
        assert_refused(&answer, ErrorCode::SessionRequired);
    }
    server.add_agent("gil@example.org", &[NEEDED_PERMISSION]).await;
    let gil = server.sign_in("gil@example.org").await;
    let answer = gil.get(TALLY).await;
    assert_eq!(answer.read::<FeedbackTally>().releases[0].votes(), 1);
    let said = String::from_utf8(answer.body).unwrap();
    let bruno_id = server.agent_id(BRUNO).await.to_string();
    for word in ["Bruno", BRUNO, bruno_id.as_str()] {
        assert!(!said.contains(word), "{said}");
    }
    // Who may see nothing else may say what they think all the same.
    server
        .add_agent("rui@example.org", &[Permission::NotesWrite])
        .await;
    let rui = server.sign_in("rui@example.org").await;
    assert_eq!(rui.put(PATH, &says(Mood::Neutral, "")).await.status, 200);
}

#[tokio::test]
async fn what_is_no_vote_is_refused_and_changes_nothing() {
    let server = TestServer::start().await;
    let carla = server.sign_in(CARLA).await;
    let long = says(Mood::Sad, &"é".repeat(1_001));
    let problem = assert_refused(&carla.put(PATH, &long).await, ErrorCode::TextTooLong);
    assert_eq!(problem.max_characters, Some(1_000));
    for wrong in [
        json!({}),
        json!({ "mood": "angry" }),
        json!({ "mood": 3 }),
        json!({ "mood": "sad", "comment": ["a"] }),
    ] {
        assert_refused(&carla.put(PATH, &wrong).await, ErrorCode::InvalidRequest);
    }
    let own: OwnFeedback = carla.get(PATH).await.read();
    assert_eq!(own.feedback, None);
    let most = says(Mood::Sad, &"é".repeat(1_000));
    assert_eq!(carla.put(PATH, &most).await.status, 200);
}

#[tokio::test]
async fn who_hammers_waits() {
    let server = TestServer::start().await;
    let carla = server.sign_in(CARLA).await;
    let mut refused = None;
    for turn in 0..300 {
        let answer = carla.put(PATH, &says(Mood::Happy, &turn.to_string())).await;
        if answer.status != 200 {
            refused = Some((turn, answer));
            break;
        }
    }
    let (turn, answer) = refused.unwrap();
    assert_eq!(turn, 240);
    assert_refused(&answer, ErrorCode::TooManyRequests);
}
