//! Agents, roles, sessions, settings.

use crate::stage::{START, Stage, minutes};
use domain::command::ChangeSettings;
use domain::event::Change;
use domain::ids::AgentId;
use domain::permission::{Permission, PermissionSet};
use domain::time::Span;
use server::store::{NewAgent, NewSession};

pub async fn an_email_address_signs_in_in_any_case_and_belongs_to_one_agent(stage: Stage) {
    assert!(!stage.store.has_agents().await.unwrap());
    let role_id = stage.role(&[Permission::ChatView]).await;
    let new = NewAgent {
        id: stage.id(),
        first_name: "Ana".into(),
        last_name: "Lima".into(),
        email: "Ana.Lima@Example.com".into(),
        password_hash: "hash-1".into(),
        role_id,
        language: domain::language::Language::Spanish,
    };
    let agent = stage.store.create_agent(&new).await.unwrap().unwrap();
    assert_eq!(
        (agent.email.as_str(), agent.version, agent.language),
        ("ana.lima@example.com", 1, domain::language::Language::Spanish)
    );
    assert!(stage.store.has_agents().await.unwrap());
    let credential = stage
        .store
        .credential("ANA.lima@example.COM")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (credential.agent_id, credential.password_hash.as_str()),
        (new.id, "hash-1")
    );
    assert!(
        stage
            .store
            .credential("bruno@example.com")
            .await
            .unwrap()
            .is_none()
    );
    let again = NewAgent {
        id: stage.id::<AgentId>(),
        email: "ana.lima@EXAMPLE.com".into(),
        ..new
    };
    assert!(stage.store.create_agent(&again).await.unwrap().is_none());
}

pub async fn a_session_lives_on_by_being_used_and_ends_when_it_is_not(stage: Stage) {
    let ana = stage.agent("Ana", &[Permission::ChatView]).await;
    let month = Span::from_hours(30 * 24);
    let session = NewSession {
        token_hash: [1; 32],
        agent_id: ana.agent_id,
        created_at: START,
        expires_at: START + month,
    };
    stage.store.create_session(&session).await.unwrap();
    let found = stage.store.session(&[1; 32], minutes(1)).await.unwrap().unwrap();
    assert_eq!(
        (found.agent.id, found.permissions),
        (ana.agent_id, ana.permissions)
    );
    assert!(stage.store.session(&[2; 32], minutes(1)).await.unwrap().is_none());
    // Used after 29 days, it lives 30 more.
    let used = START + Span::from_hours(29 * 24);
    assert!(stage.store.session(&[1; 32], used).await.unwrap().is_some());
    assert!(
        stage
            .store
            .session(&[1; 32], used + Span::from_hours(29 * 24))
            .await
            .unwrap()
            .is_some()
    );
    let last = used + Span::from_hours(29 * 24);
    assert!(
        stage
            .store
            .session(&[1; 32], last + month)
            .await
            .unwrap()
            .is_none()
    );
}

pub async fn sessions_end_one_by_one_or_all_and_with_the_password(stage: Stage) {
    let ana = stage.agent("Ana", &[Permission::ChatView]).await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let open = async |token: u8, agent_id: AgentId| {
        let expires_at = START + Span::from_hours(720);
        let session = NewSession {
            token_hash: [token; 32],
            agent_id,
            created_at: START,
            expires_at,
        };
        stage.store.create_session(&session).await.unwrap();
    };
    let lives = async |token: u8| {
        stage
            .store
            .session(&[token; 32], minutes(1))
            .await
            .unwrap()
            .is_some()
    };
    for token in 1..=3 {
        open(token, ana.agent_id).await;
    }
    open(9, bruno.agent_id).await;
    stage.store.end_session(&[1; 32]).await.unwrap();
    assert!(!lives(1).await && lives(2).await);
    stage.store.end_all_sessions(ana.agent_id).await.unwrap();
    assert!(!lives(2).await && !lives(3).await && lives(9).await);
    stage
        .store
        .set_password_hash(bruno.agent_id, "hash-2")
        .await
        .unwrap();
    assert!(!lives(9).await);
    let credential = stage
        .store
        .credential("bruno@example.com")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(credential.password_hash, "hash-2");
}

pub async fn another_role_is_told_to_the_agent_and_counts_at_once(stage: Stage) {
    let ana = stage.agent("Ana", &[Permission::ChatView]).await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let lead = stage.role(&[Permission::ChatViewAll]).await;
    let before = stage.newest().await;
    let changed = stage
        .store
        .set_agent_role(ana.agent_id, lead)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((changed.role_id, changed.version), (lead, 2));
    let session = stage.store.session_of_agent(ana.agent_id).await.unwrap().unwrap();
    assert!(session.permissions.allows(Permission::ChatViewAll));
    let hears_scope = async |viewer| {
        let batch = stage.store.events_after(viewer, before, 100).await.unwrap();
        batch
            .events
            .iter()
            .any(|event| event.change == Change::ScopeChanged)
    };
    assert!(hears_scope(&ana).await);
    assert!(!hears_scope(&bruno).await);
    assert!(
        stage
            .store
            .set_agent_role(stage.id(), lead)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        stage
            .store
            .set_agent_role(ana.agent_id, stage.id())
            .await
            .unwrap()
            .is_none()
    );
}

pub async fn a_role_that_changes_is_told_to_its_agents_only(stage: Stage) {
    let ana = stage.agent("Ana", &[Permission::ChatView]).await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let role = stage
        .store
        .session_of_agent(ana.agent_id)
        .await
        .unwrap()
        .unwrap()
        .agent
        .role_id;
    let before = stage.newest().await;
    let changed = stage
        .store
        .put_role(role, "Líder", &PermissionSet::all())
        .await
        .unwrap();
    assert_eq!((changed.version, changed.name.as_str()), (2, "Líder"));
    for (viewer, hears) in [(ana, true), (bruno, false)] {
        let batch = stage.store.events_after(&viewer, before, 100).await.unwrap();
        let scopes = batch
            .events
            .iter()
            .filter(|event| event.change == Change::ScopeChanged)
            .count();
        assert_eq!(scopes == 1, hears);
        assert!(
            batch
                .events
                .iter()
                .any(|event| matches!(&event.change, Change::RoleChanged { role } if *role == changed))
        );
    }
}

pub async fn the_switch_changes_the_scope_of_those_without_view_all(stage: Stage) {
    let ana = stage.agent("Ana", &[Permission::ChatView]).await;
    let lead = stage.agent("Lia", &[Permission::ChatViewAll]).await;
    let before = stage.newest().await;
    let on = ChangeSettings {
        is_support_agent_on: Some(true),
        ..ChangeSettings::default()
    };
    let settings = stage.store.change_settings(&on).await.unwrap();
    assert!(settings.is_support_agent_on);
    assert_eq!(settings, stage.store.settings().await.unwrap());
    for (viewer, hears) in [(ana, true), (lead, false)] {
        let events = stage
            .store
            .events_after(&viewer, before, 100)
            .await
            .unwrap()
            .events;
        assert_eq!(
            events.iter().any(|event| event.change == Change::ScopeChanged),
            hears
        );
        assert!(
            events
                .iter()
                .any(|event| matches!(event.change, Change::SettingsChanged { .. }))
        );
    }
    // The same again is no change.
    let newest = stage.newest().await;
    assert_eq!(
        stage.store.change_settings(&on).await.unwrap().version,
        settings.version
    );
    assert_eq!(
        stage
            .store
            .change_settings(&ChangeSettings::default())
            .await
            .unwrap(),
        settings
    );
    assert_eq!(stage.newest().await, newest);
}

pub async fn the_first_screen_is_read_in_one_piece(stage: Stage) {
    let ana = stage.agent("Ana", &[Permission::ChatView]).await;
    let number = stage.number().await;
    for n in 0..5 {
        stage
            .conversation(number, &format!("551198765432{n}"), minutes(n))
            .await;
    }
    let session = stage.store.session_of_agent(ana.agent_id).await.unwrap().unwrap();
    let bootstrap = stage.store.bootstrap(&session, 3, minutes(10)).await.unwrap();
    assert_eq!(bootstrap.session, session);
    assert_eq!(bootstrap.now, minutes(10));
    assert_eq!(bootstrap.cursor.n, stage.newest().await);
    assert_eq!(
        bootstrap.cursor.epoch,
        stage.store.log_bounds().await.unwrap().epoch
    );
    assert_eq!(
        (
            bootstrap.agents.len(),
            bootstrap.roles.len(),
            bootstrap.phone_numbers.len()
        ),
        (1, 1, 1)
    );
    assert_eq!(bootstrap.conversations.rows.len(), 3);
    assert!(bootstrap.conversations.next.is_some());
}
