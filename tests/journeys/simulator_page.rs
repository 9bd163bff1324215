//! The two screens side by side: the customer's phone on the simulator's page, and the agent.

use simulator::Behaviour;

use crate::chat::{MARINA, OTAVIO, answer, customer, open_conversation, wait_for_tick};
use crate::harness::{ANA, Size, journey};

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_s_phone_and_an_agent_talk_without_a_reload() {
    journey(async |world| {
        world.simulator.set_behaviour(Behaviour::lifelike());
        customer(world, MARINA);
        customer(world, OTAVIO);
        let (phone, agent) = (
            world.browser(Size::Phone).await,
            world.browser(Size::Desktop).await,
        );
        agent.sign_in(&ANA).await;
        agent.shows("Nenhuma conversa ainda").await;
        phone
            .driver()
            .goto(world.simulator.phones_url())
            .await
            .expect("the page of the phones opens");
        for browser in [&phone, &agent] {
            browser.script("window.isAsLoaded = true", Vec::new()).await;
        }

        phone.click("button", MARINA.1).await;
        let entry = format!("Mensagem como {}", MARINA.1);
        phone.fill(&entry, "Bom dia! Vocês fazem festas?").await;
        phone.click("button", "Enviar").await;
        agent.find_with("link", "Bom dia! Vocês fazem festas?").await;
        open_conversation(&agent, MARINA).await;

        answer(&agent, "Fazemos, sim!").await;
        phone.shows("Fazemos, sim!").await;
        wait_for_tick(&agent, "Lida").await;

        // Put away, the phone gets the next answer, and reads it once the conversation is open again.
        phone.click("button", "Voltar para os clientes").await;
        phone.find_gone("field", &entry).await;
        answer(&agent, "Para quantas pessoas seria?").await;
        wait_for_tick(&agent, "Entregue").await;
        phone.shows("Para quantas pessoas seria?").await;
        phone.click("button", MARINA.1).await;
        phone.find("field", &entry).await;
        agent.find_gone("img", "Entregue").await;
        wait_for_tick(&agent, "Lida").await;

        for browser in [&phone, &agent] {
            browser
                .until("the page as it was first loaded", "window.isAsLoaded")
                .await;
        }
    })
    .await;
}
