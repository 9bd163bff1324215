//! Answers that a team keeps ready.

use crate::stage::{Stage, minutes};
use domain::canned_response::{CannedResponse, PutCannedResponse};
use domain::event::Change;
use domain::ids::CannedResponseId;
use domain::permission::PermissionSet;
use domain::visibility::Viewer;
use server::store::PutCannedOutcome;

fn put(shortcut: &str, body: &str) -> PutCannedResponse {
    PutCannedResponse {
        shortcut: shortcut.to_owned(),
        title: "Preços".to_owned(),
        body: body.to_owned(),
        buttons: vec!["Quero".to_owned()],
        ..PutCannedResponse::default()
    }
}

impl Stage {
    async fn keep(&self, id: CannedResponseId, put: &PutCannedResponse) -> PutCannedOutcome {
        let somebody = Viewer {
            agent_id: self.id(),
            permissions: PermissionSet::default(),
        };
        self.store.put_canned_response(&somebody, id, put).await.unwrap()
    }

    async fn canned_at_start(&self, viewer: &Viewer) -> Vec<CannedResponse> {
        let session = self.store.session_of_agent(viewer.agent_id).await.unwrap();
        let bootstrap = self.store.bootstrap(&session.unwrap(), 10, minutes(0)).await;
        bootstrap.unwrap().canned_responses
    }

    async fn heard_changes(&self, viewer: &Viewer, n: u64) -> Vec<Change> {
        let batch = self.store.events_after(viewer, n, 500).await.unwrap();
        batch.events.into_iter().map(|event| event.change).collect()
    }
}

pub async fn a_canned_response_is_kept_once_and_changed_in_place(stage: Stage) {
    let bruno = stage.agent("Bruno", &[]).await;
    let id = stage.id();
    let before = stage.newest().await;
    let first = put("preços", "Oi @contact_firstname");
    let PutCannedOutcome::Created(created) = stage.keep(id, &first).await else {
        panic!("it is new");
    };
    assert_eq!((created.version, created.shortcut.as_str()), (1, "preços"));
    assert_eq!(
        stage.keep(id, &first).await,
        PutCannedOutcome::Kept(created.clone()),
        "the same command again"
    );
    assert_eq!(stage.newest().await, before + 1);

    let edited = PutCannedResponse {
        after_version: 1,
        buttons: Vec::new(),
        ..put("tabela", "Segue a tabela")
    };
    let PutCannedOutcome::Kept(changed) = stage.keep(id, &edited).await else {
        panic!("it was there");
    };
    assert_eq!((changed.version, changed.body.as_str()), (2, "Segue a tabela"));
    assert_eq!(
        stage.keep(id, &edited).await,
        PutCannedOutcome::Kept(changed.clone())
    );
    assert_eq!(stage.newest().await, before + 2);
    assert_eq!(
        stage.heard_changes(&bruno, before).await,
        [Change::CannedResponseChanged {
            canned_response: changed.clone()
        }],
        "once, as it is now"
    );
    assert_eq!(stage.canned_at_start(&bruno).await, [changed]);
}

pub async fn a_shortcut_belongs_to_one_canned_response(stage: Stage) {
    let ana = stage.admin().await;
    let (one, other) = (stage.id(), stage.id());
    stage.keep(one, &put("preço", "Oi")).await;
    assert_eq!(
        stage.keep(other, &put("preco", "Oi")).await,
        PutCannedOutcome::ShortcutTaken
    );
    stage.keep(other, &put("abertura", "Bom dia")).await;
    let renamed = PutCannedResponse {
        after_version: 1,
        ..put("preco", "Bom dia")
    };
    assert_eq!(stage.keep(other, &renamed).await, PutCannedOutcome::ShortcutTaken);
    let shortcuts: Vec<_> = stage
        .canned_at_start(&ana)
        .await
        .into_iter()
        .map(|response| response.shortcut)
        .collect();
    assert_eq!(shortcuts, ["abertura", "preço"]);
    stage.store.remove_canned_response(one).await.unwrap();
    assert!(matches!(
        stage.keep(other, &renamed).await,
        PutCannedOutcome::Kept(_)
    ));
}

pub async fn who_edits_what_somebody_else_changed_is_told(stage: Stage) {
    let id = stage.id();
    stage.keep(id, &put("preços", "um")).await;
    let edit = |body| PutCannedResponse {
        after_version: 1,
        ..put("preços", body)
    };
    stage.keep(id, &edit("dois")).await;
    assert_eq!(
        stage.keep(id, &edit("três")).await,
        PutCannedOutcome::EditConflict
    );
    stage.store.remove_canned_response(id).await.unwrap();
    assert_eq!(
        stage.keep(id, &edit("três")).await,
        PutCannedOutcome::EditConflict
    );
}

pub async fn a_removed_canned_response_is_told_to_everyone_and_gone(stage: Stage) {
    let bruno = stage.agent("Bruno", &[]).await;
    let id = stage.id();
    stage.keep(id, &put("preços", "um")).await;
    let before = stage.newest().await;
    stage.store.remove_canned_response(id).await.unwrap();
    stage.store.remove_canned_response(id).await.unwrap();
    assert_eq!(stage.newest().await, before + 1);
    assert_eq!(
        stage.heard_changes(&bruno, before).await,
        [Change::CannedResponseRemoved { id }]
    );
    assert_eq!(stage.canned_at_start(&bruno).await, []);
}
