//! Pictures of every screen and state, at the three sizes, light and dark, from the sample data: for people to look at.
//!
//! `cargo xtask shots` builds what is needed and runs this. It reads `PERFECTCHAT_DEMO` (a folder with the sample data, which it
//! uses up), `PERFECTCHAT_APP_DIST` (the built app) and `PERFECTCHAT_SHOTS` (where the pictures and their `index.html` go). With
//! `PERFECTCHAT_GUIDE` (a folder) it takes the guide's pictures instead and puts them there.
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the app's bans; this program runs on the machine, and what it cannot do ends it"
)]

mod album;
mod guide;
mod house;
mod screens;

/// What the journeys stand on.
#[path = "../../tests/journeys"]
mod journeys {
    #[allow(
        dead_code,
        unused_imports,
        reason = "what the journeys stand on, used as they need it"
    )]
    pub mod harness;
}

use album::Album;
use house::House;
use journeys::harness::{Browser, Chromedriver, Size};
use std::env;
use std::path::PathBuf;

#[tokio::main]
async fn main() {
    let folder = |name: &str| {
        let value = env::var_os(name).unwrap_or_else(|| panic!("{name} is not set: run `cargo xtask shots`"));
        PathBuf::from(value)
    };
    let house = House::open(&folder("PERFECTCHAT_DEMO"), &folder("PERFECTCHAT_APP_DIST")).await;
    let driver = Chromedriver::shared();
    if let Some(folder) = env::var_os("PERFECTCHAT_GUIDE") {
        let count = guide::take(&house, &driver.url(), &PathBuf::from(folder)).await;
        house.close().await;
        println!("  {count} pictures of the guide");
        return;
    }
    let mut album = Album::new(folder("PERFECTCHAT_SHOTS"));
    for size in [Size::Desktop, Size::Tablet, Size::Phone] {
        let browser = Browser::start(&driver.url(), &house.url(), size, &[]).await;
        screens::walk(&house, &browser, &mut album).await;
        browser.quit().await;
    }
    house.close().await;
    println!("  {} pictures: {}", album.count(), album.write_index().display());
}
