//! What the guide to deployment and its examples say, held to the program.

use clap::Args as _;
use domain::contact_file;
use domain::upload::LARGEST_SLICE;
use server::config::{Config, Listen};
use server::http::body;
use server::telemetry::LogSettings;
use server::webhook;
use std::collections::BTreeSet;

const GUIDE: &str = include_str!("../../../../docs/deployment.md");
const ENVIRONMENT: &str = include_str!("../../../../docs/deployment/perfectchat.env");
const NGINX: &str = include_str!("../../../../docs/deployment/nginx.conf");
const CADDY: &str = include_str!("../../../../docs/deployment/Caddyfile");

#[test]
fn the_guide_lists_every_setting_and_no_other() {
    let settings = settings();
    let rows = GUIDE.lines().filter(|line| line.starts_with("| `PERFECTCHAT_"));
    let first_cells = rows.filter_map(|row| row.split('|').nth(1));
    let told: BTreeSet<_> = first_cells
        .flat_map(|cell| cell.split('`'))
        .filter(|word| word.starts_with("PERFECTCHAT_"))
        .map(str::to_owned)
        .collect();
    assert_eq!(told, settings);
    let lines = ENVIRONMENT.lines().map(|line| line.trim_start_matches("# "));
    for (name, _) in lines.filter_map(|line| line.split_once('=')) {
        assert!(settings.contains(name), "{name}");
    }
}

#[test]
fn the_examples_of_proxies_let_through_what_the_server_takes() {
    let commands = body::MAX_BYTES as u64;
    let contacts = contact_file::MOST_BYTES as u64;
    let deliveries = webhook::MAX_BYTES as u64;
    let most = "client_max_body_size ";
    for (place, bytes) in [
        ("client_body_timeout", commands),
        ("location ^~ /api/v1/uploads/ {", LARGEST_SLICE),
        ("location = /api/v1/contacts/import {", contacts),
        ("location = /webhooks/whatsapp {", deliveries),
    ] {
        assert!(size_after(NGINX, place, most) >= bytes, "nginx: {place}");
    }
    for (place, bytes) in [
        ("request_body @other {", commands),
        ("request_body @slices {", LARGEST_SLICE),
        ("request_body @contacts {", contacts),
        ("request_body @webhook {", deliveries),
    ] {
        assert!(size_after(CADDY, place, "max_size ") >= bytes, "Caddy: {place}");
    }
}

/// The environment variables of `perfectchat-server serve`.
fn settings() -> BTreeSet<String> {
    let command = clap::Command::new("perfectchat-server");
    let command = LogSettings::augment_args(Listen::augment_args(Config::augment_args(command)));
    let names = command.get_arguments().filter_map(|argument| argument.get_env());
    names.map(|name| name.to_str().unwrap().to_owned()).collect()
}

/// The first size behind a keyword that comes after a place.
fn size_after(text: &str, place: &str, keyword: &str) -> u64 {
    let (_, after) = text.split_once(place).unwrap_or_else(|| panic!("no {place}"));
    let (_, size) = after.split_once(keyword).unwrap();
    let size = size.split([';', '\n']).next().unwrap().trim();
    let digits = size.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let unit: u64 = match &size[digits.len()..] {
        "k" => 1 << 10,
        "m" => 1 << 20,
        "KB" => 1_000,
        "MB" => 1_000_000,
        unit => panic!("{unit} is no unit"),
    };
    digits.parse::<u64>().unwrap() * unit
}
