use super::*;

fn take(number: u8) -> Take {
    Take {
        id: MediaId::from_parts(1, &[number; 10]),
        conversation_id: ConversationId::from_parts(1, &[number; 10]),
        reply_to: None,
    }
}

/// A recorder to which all this happened.
fn after(happened: &[Happened]) -> Recorder {
    let mut recorder = Recorder::default();
    for one in happened {
        recorder.on(*one);
    }
    recorder
}

fn recording() -> Vec<Happened> {
    vec![Happened::Pressed(take(1)), Happened::Granted]
}

/// What is ordered by the last of what happens.
fn orders(before: &[Happened], last: Happened) -> Vec<Order> {
    after(before).on(last)
}

#[test]
fn what_happens_leads_to_what_is_done() {
    let one = take(1);
    let at = |ms| [recording(), vec![Happened::Grew(ms)]].concat();
    let stopped = |happened| [recording(), vec![happened]].concat();
    let cancelled_at = |ms| [at(ms), vec![Happened::Cancelled]].concat();
    let table: Vec<(Vec<Happened>, Happened, Vec<Order>)> = vec![
        (vec![], Happened::Pressed(one), vec![Order::Ask(one)]),
        (
            vec![Happened::Pressed(one)],
            Happened::Granted,
            vec![Order::Begin(one)],
        ),
        (
            vec![Happened::Pressed(one)],
            Happened::Refused(TroubleKind::Denied),
            vec![],
        ),
        (
            vec![Happened::Pressed(one)],
            Happened::Cancelled,
            vec![Order::Halt],
        ),
        (recording(), Happened::Grew(500), vec![]),
        (recording(), Happened::Stopped, vec![Order::Halt]),
        (
            stopped(Happened::Stopped),
            Happened::Finished,
            vec![Order::Send(one)],
        ),
        // A second click, and a piece that comes late.
        (stopped(Happened::Stopped), Happened::Stopped, vec![]),
        (stopped(Happened::Stopped), Happened::Cancelled, vec![]),
        (stopped(Happened::Stopped), Happened::Grew(1_000), vec![]),
        (vec![], Happened::Finished, vec![]),
        (vec![], Happened::Granted, vec![]),
        // Short ones go at once, longer ones can be had back.
        (recording(), Happened::Cancelled, vec![Order::Halt]),
        (
            stopped(Happened::Cancelled),
            Happened::Finished,
            vec![Order::Discard(one)],
        ),
        (
            cancelled_at(UNDO_FROM_MS - 1),
            Happened::Finished,
            vec![Order::Discard(one)],
        ),
        (
            cancelled_at(UNDO_FROM_MS),
            Happened::Finished,
            vec![Order::StartUndo(one)],
        ),
        // What ends by itself is kept.
        (
            recording(),
            Happened::EndedItself(TroubleKind::DeviceGone),
            vec![Order::Halt],
        ),
        (
            stopped(Happened::EndedItself(TroubleKind::PageHidden)),
            Happened::Finished,
            vec![Order::Offer(one)],
        ),
        (recording(), Happened::Grew(LONGEST_MS), vec![Order::Halt]),
        (at(LONGEST_MS), Happened::Finished, vec![Order::Offer(one)]),
        // One at a time.
        (recording(), Happened::Pressed(take(2)), vec![]),
        (stopped(Happened::Stopped), Happened::Pressed(take(2)), vec![]),
    ];
    for (before, last, expected) in table {
        assert_eq!(orders(&before, last), expected, "{before:?}, then {last:?}");
    }
}

#[test]
fn a_recording_belongs_to_its_conversation() {
    let recorder = after(&recording());
    assert_eq!(recorder.conversation(), Some(take(1).conversation_id));
    let finishing = after(&[recording(), vec![Happened::Stopped]].concat());
    assert_eq!(finishing.conversation(), None);
}

#[test]
fn giving_up_can_be_taken_back_for_a_while() {
    let given_up = [
        recording(),
        vec![
            Happened::Grew(UNDO_FROM_MS),
            Happened::Cancelled,
            Happened::Finished,
        ],
    ]
    .concat();
    assert!(after(&given_up).undoable_in(take(1).conversation_id));
    assert_eq!(orders(&given_up, Happened::Undone), [Order::Offer(take(1))]);
    assert_eq!(
        orders(&given_up, Happened::UndoOver(take(1).id)),
        [Order::Discard(take(1))]
    );
    // The time of an earlier one says nothing of this one.
    assert_eq!(orders(&given_up, Happened::UndoOver(take(2).id)), []);
    let undone = [given_up.clone(), vec![Happened::Undone]].concat();
    assert_eq!(orders(&undone, Happened::Undone), []);
    assert_eq!(orders(&undone, Happened::UndoOver(take(1).id)), []);
    // Who records anew has decided.
    assert_eq!(
        orders(&given_up, Happened::Pressed(take(2))),
        [Order::Discard(take(1)), Order::Ask(take(2))]
    );
}

#[test]
fn every_end_that_nobody_wanted_is_told_in_its_conversation() {
    let here = take(1).conversation_id;
    let kinds = [
        TroubleKind::DeviceGone,
        TroubleKind::PageHidden,
        TroubleKind::StorageFull,
        TroubleKind::Broke,
    ];
    for kind in kinds {
        let recorder = after(&[recording(), vec![Happened::EndedItself(kind)]].concat());
        assert_eq!(recorder.trouble_in(here), Some(kind));
        assert_eq!(recorder.trouble_in(take(2).conversation_id), None);
    }
    for kind in [TroubleKind::Denied, TroubleKind::NoMicrophone, TroubleKind::Busy] {
        let recorder = after(&[Happened::Pressed(take(1)), Happened::Refused(kind)]);
        assert_eq!(recorder.trouble_in(here), Some(kind));
        assert_eq!(recorder.phase(), Phase::Idle);
    }
    let limit = after(&[recording(), vec![Happened::Grew(LONGEST_MS)]].concat());
    assert_eq!(limit.trouble_in(here), Some(TroubleKind::Limit));
    let mut denied = after(&[Happened::Pressed(take(1)), Happened::Refused(TroubleKind::Denied)]);
    denied.on(Happened::TroubleRead);
    assert_eq!(denied.trouble_in(here), None);
    // Recording anew is an answer, too.
    let again = after(&[
        Happened::Pressed(take(1)),
        Happened::Refused(TroubleKind::Denied),
        Happened::Pressed(take(1)),
    ]);
    assert_eq!(again.trouble_in(here), None);
}

#[test]
fn what_cannot_be_sent_is_told_after_the_end() {
    let trouble = Trouble {
        conversation_id: take(1).conversation_id,
        kind: TroubleKind::TooShort,
    };
    let recorder = after(&[Happened::Unusable(trouble)]);
    assert_eq!(
        recorder.trouble_in(take(1).conversation_id),
        Some(TroubleKind::TooShort)
    );
}
