//! What becomes of our messages.

use super::{NOW, translate};
use crate::clock::Clock;
use crate::id_source::IdSource;
use crate::store::InboundChange;
use crate::webhook::translate::statuses::parse_callback;
use domain::delivery_status::DeliveryState;

#[test]
fn a_status_says_state_cause_and_which_attempt() {
    let ids = IdSource::new(Clock::manual(NOW));
    let sent = ids.message_id();
    let status = |word: &str, more: &str| {
        let parts = format!(
            r#""statuses":[{{"id":"wamid.1","status":"{word}","timestamp":"1779999000","recipient_id":"5511986372111"{more}}}]"#
        );
        match translate(&parts).remove(0) {
            InboundChange::Status(status) => status,
            other => panic!("{other:?}"),
        }
    };
    for (word, state) in [
        ("sent", Some(DeliveryState::Sent)),
        ("delivered", Some(DeliveryState::Delivered)),
        ("read", Some(DeliveryState::Read)),
        ("played", Some(DeliveryState::Played)),
        ("failed", Some(DeliveryState::Failed)),
        ("deleted", None),
    ] {
        assert_eq!(
            (status(word, "").state, status(word, "").status.as_str()),
            (state, word)
        );
    }
    let callback = format!(r#","biz_opaque_callback_data":"{sent}.3""#);
    assert_eq!(status("sent", &callback).callback, Some((sent, 3)));
    let failure = |errors: &str| status("failed", errors).failure.unwrap();
    let with_details = failure(
        r#","errors":[{"code":131047,"title":"Re-engagement message","error_data":{"details":"More than 24 hours"}}]"#,
    );
    assert_eq!(
        (with_details.code, with_details.details.as_deref()),
        (131_047, Some("More than 24 hours"))
    );
    let with_title = failure(r#","errors":[{"code":"131026","title":"Message undeliverable"}]"#);
    assert_eq!(
        (with_title.code, with_title.details.as_deref()),
        (131_026, Some("Message undeliverable"))
    );
    assert_eq!((failure("").code, failure("").details), (0, None));
    assert_eq!(status("read", r#","errors":[{"code":1}]"#).failure, None);
}

#[test]
fn callbacks_of_others_are_nobodys() {
    let id = IdSource::new(Clock::manual(NOW)).message_id();
    assert_eq!(parse_callback(&format!("{id}.12")), Some((id, 12)));
    for foreign in [
        "",
        ".",
        "x.1",
        "order-5",
        &format!("{id}"),
        &format!("{id}."),
        &format!("{id}.-1"),
    ] {
        assert_eq!(parse_callback(foreign), None, "{foreign}");
    }
}

#[test]
fn messages_come_before_the_statuses_of_the_same_change() {
    let changes = translate(
        r#""statuses":[{"id":"wamid.2","status":"sent"}],"messages":[{"id":"wamid.1","from":"5511986372111","type":"text","text":{"body":"Oi"}}]"#,
    );
    assert!(matches!(
        changes[..],
        [InboundChange::Message(_), InboundChange::Status(_)]
    ));
}
