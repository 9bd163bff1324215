use super::*;
use domain::time::Timestamp;

const MIB: u64 = 1024 * 1024;

#[test]
fn the_limit_of_each_kind_is_told_before_anything_is_uploaded() {
    let refuse = Judgement::Refuse;
    let cases = [
        ("image/png", MIB, Judgement::Send(MessageKind::Image)),
        (
            "image/jpeg",
            5 * MIB + 1,
            refuse(TrayProblem::ImageTooLarge { max_bytes: 5 * MIB }),
        ),
        ("image/heic", MIB, Judgement::Redraw),
        ("image/gif", MIB, Judgement::Redraw),
        ("image/webp", MIB, Judgement::Redraw),
        (
            "video/mp4",
            16 * MIB + 1,
            refuse(TrayProblem::TooLarge { max_bytes: 16 * MIB }),
        ),
        (
            "application/pdf",
            100 * MIB,
            Judgement::Send(MessageKind::Document),
        ),
        (
            "application/pdf",
            100 * MIB + 1,
            refuse(TrayProblem::TooLarge { max_bytes: 100 * MIB }),
        ),
        ("application/pdf", 0, refuse(TrayProblem::Empty)),
        ("application/octet-stream", 1, refuse(TrayProblem::Type)),
        ("application/zip", 1, refuse(TrayProblem::Type)),
        ("audio/ogg; codecs=opus", 1, Judgement::Send(MessageKind::Audio)),
    ];
    for (mime_type, size, expected) in cases {
        assert_eq!(judge(mime_type, size), expected, "{mime_type} {size}");
    }
}

#[test]
fn where_one_kind_is_asked_for_another_is_refused_but_a_document_may_be_anything() {
    use MessageKind::{Audio, Document, Image, Video};
    let other = |wanted| Err(TrayProblem::OtherKind { wanted });
    let cases = [
        (Image, Image, "image/png", MIB, Ok(Image)),
        (Document, Image, "application/pdf", MIB, other(Image)),
        (Image, Video, "image/png", MIB, other(Video)),
        (Image, Document, "image/png", MIB, Ok(Document)),
        (Audio, Document, "audio/mpeg", MIB, Ok(Document)),
        (
            Video,
            Document,
            "video/mp4",
            101 * MIB,
            Err(TrayProblem::TooLarge { max_bytes: 100 * MIB }),
        ),
    ];
    for (found, wanted, mime_type, size, expected) in cases {
        assert_eq!(
            fit_kind(found, wanted, mime_type, size),
            expected,
            "{found:?} for {wanted:?}"
        );
    }
}

#[test]
fn a_file_that_the_server_has_is_ready_and_named_as_it_is() {
    let file = Attachment {
        media_id: Some(MediaId::from_parts(1, &[1; 10])),
        mime_type: "application/pdf".to_owned(),
        file_name: Some("Cardápio.pdf".to_owned()),
        byte_size: Some(MIB),
        caption: Some("não".to_owned()),
        ..Attachment::default()
    };
    let item = TrayItem::of_kept(7, &file).expect("a document");
    assert_eq!(
        (item.kind, item.phase, item.preview.as_deref()),
        (Some(MessageKind::Document), TrayPhase::Ready, None)
    );
    let named = item.attachment(None);
    assert_eq!((named.media_id, named.caption), (file.media_id, None));
    let strange = Attachment {
        mime_type: "application/zip".to_owned(),
        ..file
    };
    assert_eq!(TrayItem::of_kept(7, &strange), None);
}

#[test]
fn what_can_still_be_sent_is_kept_as_far_as_there_is_room() {
    let item = |phase, byte_size| TrayItem {
        phase,
        ..TrayItem::new(1, "a".to_owned(), "application/pdf".to_owned(), byte_size)
    };
    for (phase, expected) in [
        (TrayPhase::Ready, true),
        (
            TrayPhase::Refused(TrayProblem::ImageTooLarge { max_bytes: MIB }),
            true,
        ),
        (
            TrayPhase::Refused(TrayProblem::TooLarge { max_bytes: MIB }),
            false,
        ),
        (TrayPhase::Refused(TrayProblem::Vanished), false),
        (TrayPhase::Looking, false),
    ] {
        assert_eq!(item(phase, MIB).is_worth_keeping(), expected, "{phase:?}");
    }
    for (byte_size, beside, expected) in [
        (64 * MIB, 0, true),
        (64 * MIB, 1, false),
        (64 * MIB + 1, 0, false),
        (MIB, 63 * MIB, true),
        (MIB, u64::MAX, false),
    ] {
        let finds_room = item(TrayPhase::Ready, byte_size).finds_room_beside(beside);
        assert_eq!(finds_room, expected, "{byte_size} beside {beside}");
    }
}

fn begun(n: u64) -> Begun {
    Begun {
        n: Some(n),
        at: Timestamp::default(),
    }
}

#[test]
fn words_know_when_they_were_begun() {
    let trays = Trays::default();
    let id = ConversationId::from_parts(1, &[1; 10]);
    assert_eq!(trays.caption_begun(id), None);
    trays.set_caption(id, "S".to_owned(), begun(1));
    trays.set_caption(id, "Segue".to_owned(), begun(2));
    assert_eq!(trays.caption_begun(id), Some(begun(1)));
    trays.set_caption(id, " ".to_owned(), begun(3));
    assert_eq!(trays.caption_begun(id), None);
    trays.set_caption(id, "Outra".to_owned(), begun(4));
    assert_eq!(trays.caption_begun(id), Some(begun(4)));
    trays.take(id);
    assert_eq!(trays.caption_begun(id), None);
}

#[test]
fn words_are_alone_where_no_file_can_have_them() {
    let trays = Trays::default();
    let id = ConversationId::from_parts(1, &[1; 10]);
    let item = |key, kind| TrayItem {
        kind: Some(kind),
        ..TrayItem::new(key, "a".to_owned(), String::new(), 1)
    };
    trays.add(
        id,
        vec![item(1, MessageKind::Audio), item(2, MessageKind::Sticker)],
    );
    assert!(trays.is_caption_alone(id));
    trays.add(id, vec![item(3, MessageKind::Document)]);
    assert!(!trays.is_caption_alone(id));
}

#[test]
fn words_go_with_the_last_file_of_their_tray() {
    let trays = Trays::default();
    let id = ConversationId::from_parts(1, &[1; 10]);
    let item = |key| TrayItem::new(key, "a.pdf".to_owned(), "application/pdf".to_owned(), 1);
    trays.add(id, vec![item(1), item(2)]);
    trays.set_caption(id, "Segue".to_owned(), begun(1));
    trays.remove(id, 1);
    assert_eq!(trays.caption_untracked(id), "Segue");
    trays.remove(id, 2);
    assert_eq!(trays.caption_untracked(id), "");
}
