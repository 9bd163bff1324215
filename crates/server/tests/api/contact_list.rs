//! All contacts over REST: who may, what a page holds, and files that go out and come in, whatever is in them.

use crate::permissions::turn_support_agent_on;
use crate::support::{ANA, Answer, BRUNO, Browser, TestServer, TestSocket, assert_refused};
use domain::command::Assign;
use domain::contact::NAME_CHARACTERS;
use domain::contact_file::{ColumnKind, ImportReport, MOST_BYTES, MOST_ROWS, Refused};
use domain::contact_list::{ContactPage, CreateContact};
use domain::entities::{Contact, Stage};
use domain::error::ErrorCode;
use domain::event::Change;
use domain::permission::Permission;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

const HEADINGS: &str = "Nome,Telefone,Nome de usuário,Status,Fonte,Grupos,Criado,Última atividade\r\n";

async fn list(browser: &Browser, query: &str) -> ContactPage {
    browser.get(&format!("/api/v1/contacts{query}")).await.read()
}

async fn names(browser: &Browser, query: &str) -> Vec<String> {
    let page = list(browser, query).await;
    page.contacts
        .into_iter()
        .map(|listed| listed.contact.name)
        .collect()
}

async fn send(browser: &Browser, query: &str, file: impl Into<Vec<u8>>) -> Answer {
    let headers = [("content-type", "text/csv")];
    let path = format!("/api/v1/contacts/import{query}");
    browser
        .send(Method::POST, &path, &headers, Some(file.into()))
        .await
}

async fn export(browser: &Browser, query: &str) -> String {
    let answer = browser.get(&format!("/api/v1/contacts/export{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    assert_eq!(
        answer.header("content-type"),
        "text/csv; charset=utf-8; header=present"
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"contacts-2026-03-02.csv\""
    );
    let text = String::from_utf8(answer.body).unwrap();
    text.strip_prefix('\u{feff}').unwrap().to_owned()
}

fn create(server: &TestServer, name: &str, phone: &str) -> CreateContact {
    CreateContact {
        id: server.services.ids.contact_id(),
        name: name.to_owned(),
        phone: phone.to_owned(),
    }
}

#[tokio::test]
async fn who_sees_conversations_reads_the_list_and_who_edits_contacts_does_more() {
    let server = TestServer::start().await;
    server.new_customer("Marina Alves").await;
    server
        .add_agent("vera@example.org", &[Permission::ChatView])
        .await;
    server
        .add_agent("davi@example.org", &[Permission::ContactsEdit])
        .await;
    let vera = server.sign_in("vera@example.org").await;
    let davi = server.sign_in("davi@example.org").await;
    let new = create(&server, "Rafael", "21 99123-4567");
    let before = server.store().log_bounds().await.unwrap();
    assert_eq!(names(&vera, "").await, ["Marina Alves"]);
    assert!(names(&davi, "").await.is_empty());
    for answer in [
        vera.post("/api/v1/contacts", &new).await,
        vera.get("/api/v1/contacts/export").await,
        send(&vera, "", "telefone\n21 99123-4567\n").await,
        send(&vera, "?apply=true", "telefone\n21 99123-4567\n").await,
        // Who sees no conversation would not see whom they added.
        davi.post("/api/v1/contacts", &new).await,
        send(&davi, "?apply=true", "telefone\n21 99123-4567\n").await,
    ] {
        assert_eq!(assert_refused(&answer, ErrorCode::PermissionDenied).status, 403);
    }
    assert_eq!(export(&davi, "").await, HEADINGS, "nobody whom they may not see");
    let nobody = server.browser();
    for path in ["/api/v1/contacts", "/api/v1/contacts/export"] {
        assert_refused(&nobody.get(path).await, ErrorCode::SessionRequired);
    }
    let elsewhere = server
        .sign_in(BRUNO)
        .await
        .on_page_of(Some("https://example.org"));
    assert_refused(
        &send(&elsewhere, "", "telefone\n").await,
        ErrorCode::ForeignOrigin,
    );
    assert_eq!(server.store().log_bounds().await.unwrap(), before);
    assert_eq!(list(&vera, "").await.total, Some(1));
}

#[tokio::test]
async fn a_request_that_comes_late_adds_no_erased_person_again() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let new = create(&server, "Rafael", "21 99123-4567");
    assert_eq!(ana.post("/api/v1/contacts", &new).await.status, 201);
    let path = format!("/api/v1/contacts/{}", new.id);
    assert_eq!(ana.delete(&path).await.status, 204);
    assert_refused(&ana.post("/api/v1/contacts", &new).await, ErrorCode::NotFound);
    assert!(names(&ana, "").await.is_empty());
    // Ana knows what she does, and says so with an id of its own.
    let again = create(&server, "Rafael", "21 99123-4567");
    assert_eq!(ana.post("/api/v1/contacts", &again).await.status, 201);
    assert_eq!(names(&ana, "").await, ["Rafael"]);
}

#[tokio::test]
async fn pages_join_and_nonsense_is_refused() {
    let server = TestServer::start().await;
    for name in ["Zilda", "Ágata", "Bento"] {
        server.new_customer(name).await;
    }
    let ana = server.sign_in(ANA).await;
    let first = list(&ana, "?limit=2").await;
    let place = first.next.unwrap();
    assert_eq!((first.contacts.len(), first.total), (2, Some(3)));
    let further = format!("?limit=2&after_name={}&after_id={}", place.name_key, place.id);
    let second = list(&ana, &further).await;
    assert_eq!(
        (second.contacts.len(), second.total, second.next),
        (1, None, None)
    );
    assert_eq!(names(&ana, "?q=AGA").await, ["Ágata"]);
    assert_eq!(names(&ana, "?stage=new&q=b").await, ["Bento"]);
    for nothing in ["?q=%25", "?q=%22%20OR%201%3D1", "?stage=closed", "?q=_"] {
        assert_eq!(list(&ana, nothing).await.total, Some(0), "{nothing}");
    }
    for (query, field) in [
        ("?limit=0", "limit"),
        ("?limit=201", "limit"),
        ("?stage=lost", "query"),
        ("?group=x", "query"),
        ("?after_name=a", "after_id"),
    ] {
        let answer = ana.get(&format!("/api/v1/contacts{query}")).await;
        let problem = assert_refused(&answer, ErrorCode::InvalidRequest);
        assert_eq!(problem.field.as_deref(), Some(field), "{query}");
    }
}

#[tokio::test]
async fn a_contact_is_added_by_hand_and_every_screen_hears_of_it() {
    let server = TestServer::start().await;
    let marina = server.new_customer("Marina Alves").await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let mut socket = TestSocket::live(&bruno).await;
    let new = create(&server, " Rafael  Costa ", "(21) 99123-4567");
    let answer = ana.post("/api/v1/contacts", &new).await;
    assert_eq!(answer.status, 201);
    let rafael: Contact = answer.read();
    assert_eq!(
        (
            rafael.id,
            rafael.name.as_str(),
            rafael.phone.as_deref(),
            rafael.stage
        ),
        (new.id, "Rafael Costa", Some("+5521991234567"), Stage::New)
    );
    let told = |change: &Change| matches!(change, Change::ContactChanged { contact } if *contact == rafael);
    socket.events_until(told).await;
    for again in [new, create(&server, "Outro", "+55 21 9123-4567")] {
        let answer = bruno.post("/api/v1/contacts", &again).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.read::<Contact>(), rafael);
    }
    assert_eq!(names(&bruno, "").await, ["Marina Alves", "Rafael Costa"]);

    let long = create(&server, &"a".repeat(NAME_CHARACTERS + 1), "21 99123-4567");
    assert_refused(&ana.post("/api/v1/contacts", &long).await, ErrorCode::TextTooLong);
    for phone in ["", "190", "ana@example.org"] {
        let wrong = create(&server, "Ana", phone);
        let problem = assert_refused(
            &ana.post("/api/v1/contacts", &wrong).await,
            ErrorCode::InvalidRequest,
        );
        assert_eq!(problem.field.as_deref(), Some("phone"), "{phone}");
    }

    // The number of somebody whom one does not see belongs to nobody who could be shown.
    turn_support_agent_on(&ana).await;
    let assign = Assign {
        agents: vec![server.agent_id(ANA).await],
    };
    let at = format!("/api/v1/conversations/{}/assignees", marina.conversation);
    assert_eq!(ana.put(&at, &assign).await.status, 200);
    let hers = create(&server, "Outra", &format!("+{}", marina.wa_id));
    assert_refused(&bruno.post("/api/v1/contacts", &hers).await, ErrorCode::NotFound);
    let report: ImportReport = send(
        &bruno,
        "?apply=true",
        format!("telefone,nome\n{},X\n", marina.wa_id),
    )
    .await
    .read();
    assert_eq!(
        (report.refused, report.refusals[0].reason),
        (1, Refused::NotVisible)
    );
    assert_eq!(names(&ana, "?q=marina").await, ["Marina Alves"]);
}

#[tokio::test]
async fn a_file_goes_out_and_comes_in_again_unchanged() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let file = "Telefone;Nome;Status;Grupos\r\n\
                11 98637-2111;\"Silva; \"\"Ana\"\"\";Qualificado;indicacao\r\n\
                +1 631 555-0100;=HYPERLINK(\"http://example.org\");;\r\n\
                21 99123-4567;@SOMA(A1:A9);fechado;\"Indicação, whatsapp-group\"\r\n";
    let report: ImportReport = send(&ana, "?apply=true", file).await.read();
    assert_eq!(
        (report.rows, report.created, report.refused, report.is_applied),
        (3, 3, 0, true),
        "{report:?}"
    );
    let out = export(&ana, "").await;
    let (head, lines) = out.split_at(HEADINGS.len());
    assert_eq!(head, HEADINGS);
    for cells in [
        "\"Silva; \"\"Ana\"\"\",+55 11 98637-2111,,Qualificado,,Indicação,",
        "\"'=HYPERLINK(\"\"http://example.org\"\")\",+1 631 555-0100,,Novo,,,",
        "'@SOMA(A1:A9),+55 21 99123-4567,,Fechado,,",
    ] {
        assert!(lines.contains(cells), "{cells} in {lines}");
    }
    assert_eq!(lines.matches("\r\n").count(), 3);
    let newest = server.store().log_bounds().await.unwrap();
    let report: ImportReport = send(&ana, "?apply=true", format!("\u{feff}{out}")).await.read();
    assert_eq!(
        (report.unchanged, report.created + report.changed + report.refused),
        (3, 0)
    );
    assert_eq!(server.store().log_bounds().await.unwrap(), newest);
    let closed = export(&ana, "?stage=closed").await;
    assert_eq!(closed.lines().count(), 2, "what the list shows: {closed}");
    let audit = server.store().audit_of(Uuid::nil()).await.unwrap();
    let actions: Vec<_> = audit.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "contacts_imported",
            "contacts_exported",
            "contacts_imported",
            "contacts_exported"
        ]
    );
}

#[tokio::test]
async fn a_file_is_looked_through_before_anything_changes() {
    let server = TestServer::start().await;
    let marina = server.new_customer("Marina Alves").await;
    let ana = server.sign_in(ANA).await;
    let bruno = server.sign_in(BRUNO).await;
    let file = format!(
        "nome,celular,status,fonte\n\
         Mari,{},fechado,facebook\n\
         Rafael,21 99123-4567,,\n\
         ,,,\n\
         Rafael Costa,+55 21 99123-4567,contatado,\n\
         Sem,,,\n\
         Errado,190,,\n\
         Lia,31 98888-7777,perdido,\n\
         Lia,31 98888-7777,,rádio\n",
        marina.wa_id
    );
    let before = server.store().log_bounds().await.unwrap();
    let tried: ImportReport = send(&bruno, "", file.as_str()).await.read();
    assert_eq!(server.store().log_bounds().await.unwrap(), before);
    assert!(!tried.is_applied);
    let kinds: Vec<_> = tried.columns.iter().map(|column| column.kind).collect();
    assert_eq!(
        kinds,
        [
            ColumnKind::Name,
            ColumnKind::Phone,
            ColumnKind::Stage,
            ColumnKind::Source
        ]
    );
    assert_eq!((tried.preview.len(), tried.preview[1][0].as_str()), (5, "Rafael"));
    assert_eq!(
        (
            tried.rows,
            tried.created,
            tried.changed,
            tried.repeated,
            tried.refused
        ),
        (7, 1, 1, 1, 4)
    );
    let refused: Vec<_> = tried
        .refusals
        .iter()
        .map(|refused| (refused.line, refused.reason))
        .collect();
    assert_eq!(
        refused,
        [
            (6, Refused::PhoneMissing),
            (7, Refused::PhoneInvalid),
            (8, Refused::StageUnknown),
            (9, Refused::SourceUnknown),
        ]
    );
    let mut socket = TestSocket::live(&ana).await;
    let done: ImportReport = send(&bruno, "?apply=true", file.as_str()).await.read();
    assert_eq!(
        ImportReport {
            is_applied: true,
            ..tried
        },
        done
    );
    let told = |change: &Change| matches!(change, Change::ContactChanged { contact } if contact.name == "Mari" && contact.stage == Stage::Closed);
    socket.events_until(told).await;
    assert_eq!(names(&ana, "?stage=contacted").await, ["Rafael Costa"]);

    // What a column holds can be said; each thing is in one.
    let other = "a,b\n21 99123-4567,Rafa\n";
    let report: ImportReport = send(&ana, "", other).await.read();
    assert_eq!(
        (report.rows, report.created + report.changed + report.refused),
        (1, 0)
    );
    assert_refused(
        &send(&ana, "?apply=true", other).await,
        ErrorCode::PhoneColumnMissing,
    );
    let report: ImportReport = send(&ana, "?columns=phone,name&apply=true", other).await.read();
    assert_eq!(report.changed, 1);
    for columns in ["phone", "phone,phone", "phone,e-mail", "phone,name,stage", ""] {
        let answer = send(&ana, &format!("?columns={columns}"), other).await;
        let problem = assert_refused(&answer, ErrorCode::InvalidRequest);
        assert_eq!(problem.field.as_deref(), Some("columns"), "{columns}");
    }
}

#[tokio::test]
async fn a_wrong_file_costs_nothing() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let before = server.store().log_bounds().await.unwrap();
    let latin_1 = b"Nome;Telefone\r\nJo\xe3o;11 98637-2111\r\n".to_vec();
    let too_many = format!("telefone\n{}", "11 98637-2111\n".repeat(MOST_ROWS + 1));
    for (file, code) in [
        (Vec::new(), ErrorCode::FileEmpty),
        (b"\xef\xbb\xbf\r\n".to_vec(), ErrorCode::FileEmpty),
        (latin_1, ErrorCode::FileNotUtf8),
        (b"\xff\xfeN\0o\0m\0e\0".to_vec(), ErrorCode::FileNotUtf8),
        (b"PK\x03\x04\x14\0\x06\0".to_vec(), ErrorCode::FileNotUtf8),
        (too_many.into_bytes(), ErrorCode::TooManyRows),
        (b"nome\nAna\n".to_vec(), ErrorCode::PhoneColumnMissing),
    ] {
        let problem = assert_refused(&send(&ana, "?apply=true", file).await, code);
        assert_eq!(problem.status, 422);
    }
    let large = vec![b'a'; MOST_BYTES + 1];
    let problem = assert_refused(&send(&ana, "", large).await, ErrorCode::BodyTooLarge);
    assert_eq!(problem.max_bytes, Some(MOST_BYTES as u64));
    let as_json = ana.post("/api/v1/contacts/import", &json!([])).await;
    assert_eq!(assert_refused(&as_json, ErrorCode::InvalidRequest).status, 415);
    // What is strange in a file stays in its line.
    let strange = format!(
        "telefone,nome\n\"unclosed,{}\n",
        "😀'; DROP TABLE contacts; --,,,,\"\"\r".repeat(200)
    );
    let report: ImportReport = send(&ana, "?apply=true", strange).await.read();
    assert_eq!((report.created, report.changed), (0, 0), "{report:?}");
    assert!(report.refused > 0);
    assert_eq!(server.store().log_bounds().await.unwrap(), before);
    assert_eq!(export(&ana, "").await, HEADINGS);
    // Each takes some megabytes while it waits: not without end.
    let mut last = send(&ana, "", "telefone\n").await;
    for _ in 0..30 {
        last = send(&ana, "", "telefone\n").await;
    }
    assert_refused(&last, ErrorCode::TooManyRequests);
    // Who is refused before the file is looked at reads that, and meets no broken connection.
    let file = vec![b'a'; MOST_BYTES];
    let again = send(&ana, "", file.clone()).await;
    assert_refused(&again, ErrorCode::TooManyRequests);
    let stranger = send(&server.browser(), "", file).await;
    assert_refused(&stranger, ErrorCode::SessionRequired);
}

#[tokio::test]
async fn many_contacts_come_in_and_go_out_in_pieces() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let lines: String = (0..620)
        .map(|n| format!("Cliente {n:04},+55 11 9{:08}\n", 70_000_000 + n))
        .collect();
    let report: ImportReport = send(&ana, "?apply=true", format!("nome,telefone\n{lines}"))
        .await
        .read();
    assert_eq!((report.created, report.refused), (620, 0));
    assert_eq!(list(&ana, "").await.total, Some(620));
    let out = export(&ana, "").await;
    assert_eq!(out.lines().count(), 621);
    let mut went: Vec<_> = out.lines().skip(1).collect();
    let in_order = went.clone();
    went.sort_unstable();
    went.dedup();
    assert_eq!(went, in_order, "each once, by name");
}
