//! Sources and groups.

use crate::contacts::MARIA;
use crate::stage::{Stage, minutes};
use domain::command::{ChangeContact, PutSource};
use domain::contact::seeded;
use domain::entities::Source;
use domain::event::Change;
use domain::ids::SourceId;
use domain::visibility::Viewer;
use domain::wire::Bootstrap;
use server::store::PutLabelOutcome;

impl Stage {
    async fn put_source(
        &self,
        viewer: &Viewer,
        id: SourceId,
        after_version: u64,
        name: &str,
    ) -> PutLabelOutcome<Source> {
        let put = PutSource {
            after_version,
            name: name.to_owned(),
        };
        self.store.put_source(viewer, id, &put, minutes(0)).await.unwrap()
    }

    async fn first_screen(&self, viewer: &Viewer) -> Bootstrap {
        let session = self.store.session_of_agent(viewer.agent_id).await.unwrap();
        self.store
            .bootstrap(&session.unwrap(), 10, minutes(0))
            .await
            .unwrap()
    }
}

pub async fn a_name_belongs_to_one_source(stage: Stage) {
    let ana = stage.admin().await;
    let names = async || {
        let screen = stage.first_screen(&ana).await;
        let sources: Vec<_> = screen.sources.into_iter().map(|source| source.name).collect();
        let groups: Vec<_> = screen.groups.into_iter().map(|group| group.name).collect();
        (sources, groups)
    };
    let (sources, groups) = names().await;
    assert_eq!(sources, ["facebook", "whatsapp"]);
    assert_eq!(groups, ["facebook-group", "Indicação", "whatsapp-group"]);
    let (one, other) = (stage.id(), stage.id());
    let before = stage.newest().await;
    let PutLabelOutcome::Created(source) = stage.put_source(&ana, one, 0, "Feira").await else {
        panic!("it is new");
    };
    assert_eq!(
        stage.put_source(&ana, one, 0, "Feira").await,
        PutLabelOutcome::Kept(source.clone()),
        "the same command again"
    );
    assert_eq!(
        stage.changes_after(&ana, before).await,
        [Change::SourceChanged { source }]
    );
    assert_eq!(
        stage.put_source(&ana, other, 0, "FEIRA").await,
        PutLabelOutcome::NameTaken
    );
    assert_eq!(
        stage.put_source(&ana, one, 7, "Feira de maio").await,
        PutLabelOutcome::EditConflict
    );
    let PutLabelOutcome::Kept(renamed) = stage.put_source(&ana, one, 1, "Feira de maio").await else {
        panic!("it was there");
    };
    assert_eq!(renamed.version, 2);
    assert!(matches!(
        stage.put_source(&ana, other, 0, "Feira").await,
        PutLabelOutcome::Created(_)
    ));
    stage.store.remove_source(&ana, other, minutes(1)).await.unwrap();
    let newest = stage.newest().await;
    stage.store.remove_source(&ana, other, minutes(1)).await.unwrap();
    assert_eq!(stage.newest().await, newest, "what is gone stays so");
    assert_eq!(
        stage.changes_after(&ana, newest - 1).await,
        [Change::SourceRemoved { id: other }]
    );
    assert_eq!(
        stage.put_source(&ana, other, 0, "Feira").await,
        PutLabelOutcome::EditConflict,
        "the command that created it comes again, late"
    );
    assert_eq!(stage.newest().await, newest);
    assert_eq!(names().await.0, ["facebook", "Feira de maio", "whatsapp"]);
    let actions: Vec<_> = stage
        .audited(*other.as_uuid())
        .await
        .into_iter()
        .map(|(action, _)| action)
        .collect();
    assert_eq!(actions, ["source_created", "source_removed"]);
}

pub async fn a_removed_group_leaves_its_contacts(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, MARIA, minutes(0)).await;
    let id = stage.contact(&ana, conversation).await.id;
    let group = stage.group(&ana, "Alunos").await;
    let joins = ChangeContact {
        edited_at: minutes(1),
        add_groups: vec![group.id],
        ..ChangeContact::default()
    };
    stage.change_contact(&ana, id, joins, minutes(1)).await;
    stage
        .store
        .remove_group(&ana, group.id, minutes(2))
        .await
        .unwrap();
    stage
        .store
        .remove_source(&ana, seeded::whatsapp(), minutes(2))
        .await
        .unwrap();
    let contact = stage.contact(&ana, conversation).await;
    assert_eq!((contact.group_ids, contact.source_id), (Vec::new(), None));
    let leaves = ChangeContact {
        edited_at: minutes(3),
        remove_groups: vec![group.id],
        ..ChangeContact::default()
    };
    let newest = stage.newest().await;
    stage.change_contact(&ana, id, leaves, minutes(3)).await;
    assert_eq!(
        stage.newest().await,
        newest,
        "nobody is taken out of what is gone"
    );
    // Who writes for the first time through a source that is gone comes from nowhere.
    let otavio = stage.conversation(number, "5521991234567", minutes(4)).await;
    assert_eq!(stage.contact(&ana, otavio).await.source_id, None);
}
