//! `cargo xtask run`: PerfectChat with sample conversations, and Meta played by the simulator.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::app::{self, Profile};
use crate::command;
use crate::demo::{self, Demo};
use crate::project::Project;
use crate::report::step;
use crate::services::{self, Interrupt, Service};
use crate::setup::{self, Needs};

/// The simulator's port is this much above the server's.
const SIMULATOR_ABOVE: u16 = 10;

/// How to run it.
#[derive(Args)]
pub struct Options {
    /// Builds everything as it is shipped: slower to build, as fast as it gets.
    #[arg(long)]
    release: bool,
    /// Keeps what the last run left instead of making the sample data anew.
    #[arg(long)]
    keep: bool,
    /// The server's port; the customers' phones are 10 above it.
    #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..=65_525))]
    port: u16,
}

/// Builds, starts and watches until interrupted.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let ports = Ports {
        server: options.port,
        simulator: options.port + SIMULATOR_ABOVE,
    };
    ports.ensure_free()?;
    setup::set_up(
        project,
        Needs {
            browser: false,
            wasm_opt: options.release,
            audio_checkers: false,
        },
    )?;
    let app = app::build(
        project,
        if options.release {
            Profile::Release
        } else {
            Profile::Quick
        },
    )?;
    let programs = build_programs(project, options.release)?;
    let demo = demo::prepare(project, &programs.join("examples/demo_data"), options.keep)?;

    let interrupt = Interrupt::listen()?;
    let simulator = start_simulator(project, &programs, &demo, ports)?;
    let server = start_server(project, &programs, &demo, ports, app)?;
    greet(project, &demo, ports, server.log());
    services::watch(vec![simulator, server], &interrupt)
}

#[derive(Clone, Copy)]
struct Ports {
    server: u16,
    simulator: u16,
}

impl Ports {
    fn ensure_free(self) -> Result<()> {
        for port in [self.server, self.simulator] {
            if TcpListener::bind(("127.0.0.1", port)).is_err() {
                bail!("port {port} is in use: end the program that has it, or choose another with --port");
            }
        }
        Ok(())
    }

    fn server_url(self) -> String {
        format!("http://127.0.0.1:{}", self.server)
    }

    fn simulator_url(self) -> String {
        format!("http://127.0.0.1:{}", self.simulator)
    }
}

/// Builds what runs beside the app, as the tests build it, and returns the folder with it.
fn build_programs(project: &Project, release: bool) -> Result<PathBuf> {
    let mut cargo = project.cargo();
    cargo.args(["build", "--locked", "--workspace", "--example", "demo_data"]);
    cargo.args(["--bin", "perfectchat-server", "--bin", "perfectchat-simulator"]);
    if release {
        cargo.arg("--release");
    }
    step(
        "Build server, simulator and sample data",
        "about 6 minutes the first time, then seconds",
        || command::run(&mut cargo),
    )?;
    Ok(project.target.join(if release { "release" } else { "debug" }))
}

fn start_simulator(project: &Project, programs: &Path, demo: &Demo, ports: Ports) -> Result<Service> {
    let mut command = project.program(&programs.join("perfectchat-simulator").to_string_lossy());
    command
        .args(["--listen", &format!("127.0.0.1:{}", ports.simulator)])
        .args([
            "--webhook-url",
            &format!("{}/webhooks/whatsapp", ports.server_url()),
        ])
        .arg("--state")
        .arg(demo.folder.join("simulator.json"));
    let mut simulator = Service::start("simulator", &mut command, demo.folder.join("simulator.log"))?;
    simulator.wait_until_ready(ports.simulator, "/")?;
    Ok(simulator)
}

fn start_server(
    project: &Project,
    programs: &Path,
    demo: &Demo,
    ports: Ports,
    app: PathBuf,
) -> Result<Service> {
    let database = demo.folder.join("perfectchat.sqlite");
    let database = database.to_str().context("the checkout's path is not UTF-8")?;
    let mut command = project.program(&programs.join("perfectchat-server").to_string_lossy());
    command
        .env("PERFECTCHAT_LISTEN", format!("127.0.0.1:{}", ports.server))
        .env("PERFECTCHAT_DATABASE_URL", format!("sqlite://{database}"))
        .env("PERFECTCHAT_DATA_DIR", &demo.folder)
        .env("PERFECTCHAT_PUBLIC_URL", ports.server_url())
        .env("PERFECTCHAT_GRAPH_URL", ports.simulator_url())
        .env(
            "PERFECTCHAT_MEDIA_HOSTS",
            format!("127.0.0.1:{}", ports.simulator),
        )
        .env("PERFECTCHAT_SECRET_KEY", &demo.secret_key)
        .env("PERFECTCHAT_APP_DIR", app);
    let mut server = Service::start("server", &mut command, demo.folder.join("server.log"))?;
    server.wait_until_ready(ports.server, "/readyz")?;
    Ok(server)
}

fn greet(project: &Project, demo: &Demo, ports: Ports, server_log: &Path) {
    println!("\nPerfectChat is running.\n");
    println!("  The agents' app         {}", ports.server_url());
    println!("  The customers' phones   {}\n", ports.simulator_url());
    println!("  Sign in as");
    let width = demo
        .people
        .iter()
        .map(|person| person.email.len())
        .max()
        .unwrap_or_default();
    for person in &demo.people {
        println!(
            "    {:width$}   {}   ({})",
            person.email, person.password, person.role
        );
    }
    println!(
        "\n  The server writes to {}. Ctrl-C ends everything.",
        project.spoken(server_log)
    );
}
