//! An agent has a share of the sockets.

use crate::support::{ANA, BRUNO, TestServer, TestSocket};
use server::realtime::hub::MOST_PER_AGENT;

#[tokio::test]
async fn an_agent_with_too_many_sockets_is_refused_another_and_others_are_not() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let mut open = Vec::new();
    for _ in 0..MOST_PER_AGENT {
        open.push(TestSocket::open(&ana).await.unwrap());
    }
    let refused = TestSocket::open(&ana).await.err().unwrap();
    assert_eq!(refused.status, 429);
    assert!(!refused.header("retry-after").is_empty());
    assert!(TestSocket::open(&server.sign_in(BRUNO).await).await.is_ok());

    drop(open);
    server.services.hub.wait_until_empty().await;
    TestSocket::live(&ana).await;
}
