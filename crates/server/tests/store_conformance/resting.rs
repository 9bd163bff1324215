//! Limits of a whole number or account: all of it rests, and one message is tried before the others follow.

use crate::queue::{accepted, finish, told};
use crate::stage::{Stage, minutes};
use domain::alarm::{AlarmCode, AlarmState};
use domain::delivery_status::DeliveryState::Waiting;
use domain::ids::PhoneNumberId;
use domain::time::{Span, Timestamp};
use domain::visibility::Viewer;
use server::store::{AttemptOutcome, NewPhoneNumber, OutboundJob, RestPause, RestScope};

const CODE: i64 = 130_429;

fn limited(scope: RestScope) -> AttemptOutcome {
    AttemptOutcome::Limited {
        scope,
        pause: RestPause {
            first: Span::from_minutes(1),
            longest: Span::from_minutes(30),
            at_least: Span::ZERO,
        },
        failure: told(CODE),
    }
}

/// Whether a time is so many minutes later, or up to a quarter more.
fn is_about(due: Option<Timestamp>, from: Timestamp, minutes: i64) -> bool {
    let (least, most) = (Span::from_minutes(minutes), Span::from_millis(minutes * 75_000));
    due.is_some_and(|due| from + least <= due && due <= from + most)
}

/// Customers with a message each, written at minute 1.
async fn customers(stage: &Stage, ana: &Viewer, number: PhoneNumberId, range: std::ops::Range<u32>) {
    for n in range {
        let id = stage
            .conversation(number, &format!("55119{n:08}"), minutes(0))
            .await;
        stage.send(ana, id, "oi", minutes(1)).await;
    }
}

async fn due(stage: &Stage) -> Option<Timestamp> {
    stage.store.next_outbound_due(minutes(1)).await.unwrap()
}

async fn claim_all(stage: &Stage, now: Timestamp) -> Vec<OutboundJob> {
    let mut jobs = Vec::new();
    while let Some(job) = stage.claim(now).await {
        jobs.push(job);
    }
    jobs
}

pub async fn a_limit_of_a_number_makes_all_of_it_rest_and_one_message_is_tried_first(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    customers(&stage, &ana, number, 0..4).await;
    let first = stage.claim(minutes(1)).await.unwrap();
    finish(&stage, &first, limited(RestScope::Number), minutes(1)).await;
    let until = due(&stage).await;
    assert!(is_about(until, minutes(1), 1), "{until:?}");
    let until = until.unwrap();
    assert_eq!(stage.claim(until - Span::from_millis(1)).await, None);

    // One is tried, and not the one that met the limit; nothing is due until it has its answer.
    let probe = stage.claim(until).await.unwrap();
    assert_ne!(probe.message_id, first.message_id);
    assert_eq!((stage.claim(until).await, due(&stage).await), (None, None));
    // It meets the limit again: twice the rest.
    finish(&stage, &probe, limited(RestScope::Number), until).await;
    let again = due(&stage).await;
    assert!(is_about(again, until, 2), "{again:?}");
    let again = again.unwrap();

    let probe = stage.claim(again).await.unwrap();
    assert_eq!(stage.claim(again).await, None);
    finish(&stage, &probe, accepted(&probe), again).await;
    assert_eq!(
        claim_all(&stage, again).await.len(),
        3,
        "all that is left follows"
    );
}

pub async fn a_limit_of_an_account_concerns_all_its_numbers_and_no_others(stage: Stage) {
    let ana = stage.admin().await;
    let (one, two) = (stage.number().await, stage.number().await);
    let foreign = NewPhoneNumber {
        waba_id: "990002".to_owned(),
        ..stage.new_number("4400009999")
    };
    let foreign = stage.store.put_phone_number(&foreign).await.unwrap().id;
    for (n, number) in [one, two, foreign].into_iter().enumerate() {
        let n = u32::try_from(n).unwrap();
        customers(&stage, &ana, number, n * 10..n * 10 + 2).await;
    }
    let jobs = stage.store.claim_outbound_of(one, minutes(1), 1).await.unwrap();
    finish(&stage, &jobs[0], limited(RestScope::Account), minutes(1)).await;
    let left = claim_all(&stage, minutes(1)).await;
    assert!(left.len() == 2 && left.iter().all(|job| job.phone_number_id == foreign));

    // One message for the whole account.
    let until = due(&stage).await.unwrap();
    let probe = stage.claim(until).await.unwrap();
    assert_eq!(stage.claim(until).await, None);
    finish(&stage, &probe, limited(RestScope::Everything), until).await;
    // What was tried for the account told nothing about it; now everything rests, the other account too.
    customers(&stage, &ana, foreign, 30..31).await;
    let everything = due(&stage).await.unwrap();
    assert!(everything > until);
    let probe = stage.claim(everything).await.unwrap();
    assert_eq!(stage.claim(everything).await, None);
    finish(&stage, &probe, accepted(&probe), everything).await;
    assert!(stage.claim(everything).await.is_some());
}

pub async fn what_left_before_the_rest_began_does_not_lengthen_it(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    customers(&stage, &ana, number, 0..3).await;
    let jobs = claim_all(&stage, minutes(1)).await;
    finish(&stage, &jobs[0], limited(RestScope::Number), minutes(1)).await;
    let until = due(&stage).await.unwrap();
    finish(&stage, &jobs[1], limited(RestScope::Number), minutes(1)).await;
    // Nor does it end it.
    finish(&stage, &jobs[2], accepted(&jobs[2]), minutes(1)).await;
    assert_eq!(due(&stage).await, Some(until));
}

pub async fn a_limit_that_comes_back_soon_rests_longer_and_later_begins_anew(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    customers(&stage, &ana, number, 0..9).await;
    let meet = async |at: Timestamp| {
        let job = stage.claim(at).await.unwrap();
        finish(&stage, &job, limited(RestScope::Number), at).await;
        due(&stage).await
    };
    let pass = async |at: Timestamp| {
        let job = stage.claim(at).await.unwrap();
        finish(&stage, &job, accepted(&job), at).await;
    };
    let until = meet(minutes(1)).await.unwrap();
    pass(until).await;
    let again = meet(until).await;
    assert!(is_about(again, until, 2), "{again:?}");
    let again = again.unwrap();
    pass(again).await;
    let much_later = again + Span::from_minutes(20);
    let anew = meet(much_later).await;
    assert!(is_about(anew, much_later, 1), "{anew:?}");
}

pub async fn meta_may_ask_for_a_longer_rest(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    customers(&stage, &ana, number, 0..1).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    let AttemptOutcome::Limited {
        scope,
        pause,
        failure,
    } = limited(RestScope::Number)
    else {
        panic!("a limit");
    };
    let pause = RestPause {
        at_least: Span::from_minutes(45),
        ..pause
    };
    let outcome = AttemptOutcome::Limited {
        scope,
        pause,
        failure,
    };
    finish(&stage, &job, outcome, minutes(1)).await;
    let until = due(&stage).await;
    assert!(is_about(until, minutes(1), 45), "{until:?}");
}

pub async fn an_answer_that_says_nothing_about_the_limit_lets_another_message_be_tried(mut stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    customers(&stage, &ana, number, 0..6).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    finish(&stage, &job, limited(RestScope::Number), minutes(1)).await;
    let until = due(&stage).await.unwrap();
    for outcome in [
        AttemptOutcome::Unknown,
        AttemptOutcome::Failed(told(131_026)),
        AttemptOutcome::Paced {
            due_at: until + Span::from_minutes(1),
        },
    ] {
        let probe = stage.claim(until).await.unwrap();
        assert_eq!(stage.claim(until).await, None);
        finish(&stage, &probe, outcome, until).await;
    }
    // The process dies while one is tried.
    stage.claim(until).await.unwrap();
    stage.crash().await;
    stage.store.abandon_attempts_in_flight(until).await.unwrap();
    let probe = stage.claim(until).await.unwrap();
    assert_eq!(stage.claim(until).await, None, "a rest outlives the process");
    finish(&stage, &probe, accepted(&probe), until).await;
    assert!(stage.claim(until).await.is_some());
}

pub async fn a_rest_that_long_is_told_to_administrators_until_a_message_is_taken(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    customers(&stage, &ana, number, 0..1).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    let spam = AttemptOutcome::Limited {
        scope: RestScope::Number,
        pause: RestPause {
            first: Span::from_hours(1),
            longest: Span::from_hours(12),
            at_least: Span::ZERO,
        },
        failure: told(131_048),
    };
    finish(&stage, &job, spam, minutes(1)).await;
    let alarm = stage.only_alarm().await;
    assert_eq!(
        (alarm.code, alarm.phone_number_id, alarm.state),
        (AlarmCode::NumberQuality, Some(number), AlarmState::Open)
    );
    assert_eq!(alarm.parameters["event"], "131048");
    let until = due(&stage).await.unwrap();
    let job = stage.claim(until).await.unwrap();
    finish(&stage, &job, accepted(&job), until).await;
    assert_eq!(stage.only_alarm().await.state, AlarmState::Ended);
}

pub async fn a_number_that_is_connected_again_goes_on_at_once(stage: Stage) {
    let ana = stage.admin().await;
    let new = stage.new_number("4400001111");
    let number = stage.store.put_phone_number(&new).await.unwrap().id;
    customers(&stage, &ana, number, 0..2).await;
    let jobs = claim_all(&stage, minutes(1)).await;
    finish(&stage, &jobs[0], limited(RestScope::Number), minutes(1)).await;
    let refused = AttemptOutcome::TokenRefused {
        phone_number_version: jobs[1].phone_number_version,
        failure: told(190),
    };
    finish(&stage, &jobs[1], refused, minutes(1)).await;
    assert_eq!(due(&stage).await, None);
    let alarm = stage.only_alarm().await;
    assert_eq!(
        (alarm.code, alarm.phone_number_id, alarm.state, alarm.count),
        (AlarmCode::TokenRefused, Some(number), AlarmState::Open, 1)
    );
    stage.store.put_phone_number(&new).await.unwrap();
    assert_eq!(stage.only_alarm().await.state, AlarmState::Ended);
    let job = stage.claim(minutes(1)).await.unwrap();
    assert_eq!((job.message_id, job.attempt), (jobs[1].message_id, 2));
}

pub async fn a_refusal_of_a_token_that_was_replaced_meanwhile_disconnects_nothing(stage: Stage) {
    let ana = stage.admin().await;
    let new = stage.new_number("4400001111");
    let number = stage.store.put_phone_number(&new).await.unwrap().id;
    customers(&stage, &ana, number, 0..1).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    stage.store.put_phone_number(&new).await.unwrap();
    let refused = AttemptOutcome::TokenRefused {
        phone_number_version: job.phone_number_version,
        failure: told(190),
    };
    finish(&stage, &job, refused, minutes(1)).await;
    let again = stage.claim(minutes(1)).await.unwrap();
    assert_eq!((again.message_id, again.attempt), (job.message_id, 2));
    assert!(stage.alarms().await.is_empty());
}

pub async fn what_the_business_must_settle_fails_and_is_told_to_administrators(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, "5511986372111", minutes(0)).await;
    let refused = stage.send(&ana, id, "um", minutes(1)).await;
    let taken = stage.send(&ana, id, "dois", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    finish(
        &stage,
        &job,
        AttemptOutcome::BusinessRefused(told(131_042)),
        minutes(1),
    )
    .await;
    let delivery = stage.delivery(&ana, id, refused).await;
    assert_eq!(delivery.failure, Some(told(131_042)));
    let alarm = stage.only_alarm().await;
    assert_eq!(
        (alarm.code, alarm.state, alarm.parameters["event"].as_str()),
        (AlarmCode::AccountRestricted, AlarmState::Open, "131042")
    );
    let job = stage.claim(minutes(2)).await.unwrap();
    assert_eq!(job.message_id, taken);
    finish(&stage, &job, accepted(&job), minutes(2)).await;
    assert_eq!(stage.only_alarm().await.state, AlarmState::Ended);
    assert_eq!(stage.delivery(&ana, id, taken).await.state, Waiting);
}
