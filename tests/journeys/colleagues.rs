//! Several agents at once.

use crate::chat::{MARINA, answer, customer, open_conversation};
use crate::harness::{ANA, BRUNO, SCHOOL_NUMBER, Size, journey};

#[tokio::test(flavor = "multi_thread")]
async fn two_agents_see_the_same() {
    journey(async |world| {
        let marina = customer(world, MARINA);
        marina
            .send_text(SCHOOL_NUMBER, "Tem estacionamento?")
            .await
            .expect("sent");
        let ana = world.browser(Size::Desktop).await;
        let bruno = world.browser(Size::Phone).await;
        ana.sign_in(&ANA).await;
        bruno.sign_in(&BRUNO).await;
        open_conversation(&ana, MARINA).await;
        open_conversation(&bruno, MARINA).await;

        answer(&ana, "Tem, ao lado da escola").await;
        bruno.shows("Tem, ao lado da escola").await;
        marina
            .send_text(SCHOOL_NUMBER, "Que bom, obrigada!")
            .await
            .expect("sent");
        ana.shows("Que bom, obrigada!").await;
        bruno.shows("Que bom, obrigada!").await;
    })
    .await;
}
