//! What agents think of PerfectChat itself.

use crate::stage::{Stage, minutes};
use domain::feedback::{Feedback, Mood, PutFeedback};
use domain::time::Timestamp;
use domain::visibility::Viewer;

async fn say(
    stage: &Stage,
    viewer: &Viewer,
    release: &str,
    (mood, comment): (Mood, &str),
    at: Timestamp,
) -> Feedback {
    let put = PutFeedback {
        mood,
        comment: comment.to_owned(),
    };
    let store = &stage.store;
    store
        .put_feedback(viewer.agent_id, release, &put, at)
        .await
        .unwrap()
}

pub async fn a_person_has_one_vote_a_release_and_the_last_one_counts(stage: Stage) {
    let (ana, bruno) = (stage.agent("Ana", &[]).await, stage.agent("Bruno", &[]).await);
    let store = &stage.store;
    let own =
        async |viewer: &Viewer, release: &str| store.own_feedback(viewer.agent_id, release).await.unwrap();
    assert_eq!(own(&ana, "1.0.0").await, None);

    let first = say(&stage, &ana, "1.0.0", (Mood::Sad, "lento"), minutes(1)).await;
    assert_eq!(first.given_at, minutes(1));
    let same = say(&stage, &ana, "1.0.0", (Mood::Sad, "lento"), minutes(2)).await;
    assert_eq!(same, first, "the same again changes nothing");
    let changed = say(&stage, &ana, "1.0.0", (Mood::Happy, "lento"), minutes(3)).await;
    assert_eq!((changed.mood, changed.given_at), (Mood::Happy, minutes(3)));
    assert_eq!(own(&ana, "1.0.0").await, Some(changed));
    assert_eq!(own(&ana, "1.1.0").await, None, "another release, another vote");
    assert_eq!(own(&bruno, "1.0.0").await, None);
    let tally = store.feedback_tally().await.unwrap();
    assert_eq!(tally.releases.len(), 1);
    assert_eq!(tally.releases[0].votes(), 1);
}

pub async fn the_tally_counts_by_release_newest_first(stage: Stage) {
    let (ana, bruno) = (stage.agent("Ana", &[]).await, stage.agent("Bruno", &[]).await);
    let carla = stage.agent("Carla", &[]).await;
    say(&stage, &ana, "1.0.0", (Mood::Happy, "bom"), minutes(1)).await;
    say(&stage, &bruno, "1.0.0", (Mood::Happy, ""), minutes(2)).await;
    say(&stage, &carla, "1.0.0", (Mood::Sad, "falta a busca"), minutes(3)).await;
    say(&stage, &ana, "0.9.0", (Mood::Neutral, ""), minutes(0)).await;
    let tally = stage.store.feedback_tally().await.unwrap();
    let names: Vec<_> = tally.releases.iter().map(|one| one.release.as_str()).collect();
    assert_eq!(names, ["1.0.0", "0.9.0"]);
    let counts: Vec<_> = tally
        .releases
        .iter()
        .map(|one| Mood::ALL.map(|mood| one.count(mood)))
        .collect();
    assert_eq!(counts, [[2, 0, 1], [0, 1, 0]]);
    let comments: Vec<_> = tally.releases[0]
        .comments
        .iter()
        .map(|said| (said.mood, said.comment.as_str()))
        .collect();
    assert_eq!(comments, [(Mood::Sad, "falta a busca"), (Mood::Happy, "bom")]);
    assert!(tally.releases[1].comments.is_empty());

    // Whoever votes on an old release again brings it up.
    say(&stage, &bruno, "0.9.0", (Mood::Sad, ""), minutes(9)).await;
    for n in 0..12 {
        say(&stage, &ana, &format!("0.1.{n}"), (Mood::Sad, ""), minutes(-n)).await;
    }
    let tally = stage.store.feedback_tally().await.unwrap();
    assert_eq!(tally.releases[0].release, "0.9.0");
    assert_eq!(tally.releases.len(), 10, "only the newest");
}
