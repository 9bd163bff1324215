//! Who the customer is from now on, and other news of them.

use super::{NOW, Translation, message, translate, why_set_aside};
use crate::store::InboundChange;
use domain::time::Span;

#[test]
fn a_new_number_or_user_id_changes_who_the_customer_is() {
    let identities = |change: InboundChange| match change {
        InboundChange::IdentityChanged { from, to, line, .. } => {
            (from.wa_id, from.user_id, to.wa_id, to.user_id, line.is_some())
        }
        other => panic!("{other:?}"),
    };
    let old = || Some("5511986372111".to_owned());
    let some = |text: &str| Some(text.to_owned());
    for key in ["wa_id", "new_wa_id"] {
        let parts = format!(
            r#""type":"system","system":{{"type":"user_changed_number","body":"x","{key}":"5521991234567"}}"#
        );
        assert_eq!(
            identities(message(&parts)),
            (old(), None, some("5521991234567"), None, true)
        );
    }
    assert_eq!(
        identities(message(
            r#""type":"system","system":{"type":"user_changed_user_id","user_id":"BR.2","previous_user_id":"BR.1"}"#
        )),
        (old(), some("BR.1"), None, some("BR.2"), false)
    );
    assert_eq!(
        identities(message(
            r#""type":"system","system":{"type":"user_changed_user_id","user_id":"BR.2"}"#
        )),
        (old(), None, None, some("BR.2"), false)
    );
}

#[test]
fn other_news_of_a_customer_are_kept_for_administrators() {
    for parts in [
        r#""type":"system","system":{"type":"customer_identity_changed"},"identity":{"hash":"x"}"#,
        r#""type":"system","system":{"type":"user_changed_number"}"#,
        r#""type":"system","system":{"type":"new_kind"}"#,
        r#""type":"system""#,
    ] {
        assert!(matches!(message(parts), InboundChange::Account { .. }), "{parts}");
    }
    let nobody = translate(
        r#""messages":[{"id":"wamid.1","type":"system","system":{"type":"user_changed_number","wa_id":"5521991234567"}}]"#,
    );
    assert!(matches!(nobody[0], InboundChange::SetAside { .. }));
    let errors = translate(r#""errors":[{"code":130429,"title":"Rate limit hit"}]"#);
    assert!(matches!(errors[..], [InboundChange::Account { .. }]));
    assert!(translate(r#""contacts":[]"#).is_empty());
}

#[test]
fn user_id_updates_change_the_customer_unless_they_are_anothers() {
    let translation = Translation::new();
    let raw = |metadata: &str| {
        format!(
            r#"{{"entry":[{{"id":"1","changes":[{{"field":"user_id_update","value":{{{metadata}
            "user_id":{{"previous":"BR.1","current":"BR.2"}},"wa_id":"5511986372111","timestamp":"1779999000"}}}}]}}]}}"#
        )
    };
    let [InboundChange::IdentityChanged { from, to, at, .. }] = &translation.of(&raw(""), None)[..] else {
        panic!("no change of identity");
    };
    assert_eq!(from.user_id.as_deref(), Some("BR.1"));
    assert_eq!(
        (to.user_id.as_deref(), to.wa_id.as_deref()),
        (Some("BR.2"), Some("5511986372111"))
    );
    assert_eq!(*at, NOW - Span::from_seconds(1_000));
    let foreign = raw(r#""metadata":{"phone_number_id":"999"},"#);
    assert_eq!(
        why_set_aside(translation.of(&foreign, None).remove(0)),
        "not for one of our numbers"
    );
}
