//! One world: Meta and the customers in this process, the server in one that is killed, the agents' devices, and the life that a
//! plan gives them. After each round everything is let come to rest and looked at.

use crate::checks::{self, Ledger};
use crate::clocks::Clocks;
use crate::customers::{self, Act, Deed};
use crate::device::Device;
use crate::dice::Dice;
use crate::plan::{Kill, Plan, Round, calm_behaviour};
use crate::rights::Rights;
use crate::server_process::ServerProcess;
use crate::shared::Shared;
use crate::template::Template;
use simulator::{Customer, Fault, Knobs, Simulator};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A world.
pub struct World {
    /// What everyone shares.
    pub shared: Arc<Shared>,
    /// Meta.
    pub simulator: Simulator,
    /// Who is there.
    pub template: Arc<Template>,
    /// The devices; the first is the administrator's and is never asleep or without rights.
    pub devices: Vec<Arc<Device>>,
    /// The customers.
    pub customers: Vec<Customer>,
    /// How often the server was killed.
    pub kills: AtomicU32,
    has_cuts: AtomicBool,
    ledger: Mutex<Ledger>,
    acts: Mutex<Vec<Act>>,
    words: AtomicU64,
    chance: Mutex<Dice>,
    tasks: Mutex<JoinSet<()>>,
}

/// What became of a world.
pub struct End {
    /// What is wrong.
    pub faults: Vec<String>,
    /// What happened.
    pub journal: String,
    /// How often the server was killed.
    pub kills: u32,
    /// How many messages there were in the end.
    pub messages: usize,
}

/// Lets a seed's world live, in a folder of its own.
pub async fn live(seed: u64, template: &Arc<Template>, folder: &Path) -> Result<End, String> {
    let plan = Plan::of(seed);
    let world = Arc::new(World::begin(seed, &plan, template, folder).await?);
    let ended = life(&world, &plan).await;
    if let Err(fault) = ended {
        world.shared.journal.fault(fault);
    }
    let messages = world.ledger().messages;
    world.shared.server.kill().await;
    world.simulator.shutdown().await;
    let tasks = std::mem::take(&mut *world.tasks.lock().unwrap_or_else(PoisonError::into_inner));
    drop(tasks);
    let log = world.shared.server.log();
    // A server that is killed says nothing, so a cry is a fault.
    if let Some(line) = log
        .lines()
        .find(|line| line.contains("panicked") || line.contains(" ERROR "))
    {
        world.shared.journal.fault(format!("the server's log: {line}"));
    }
    Ok(End {
        faults: world.shared.journal.faults(),
        journal: format!("{}\nThe server's log:\n{log}", world.shared.journal.text()),
        kills: world.kills.load(Ordering::SeqCst),
        messages,
    })
}

async fn life(world: &Arc<World>, plan: &Plan) -> Result<(), String> {
    for (number, round) in plan.rounds.iter().enumerate() {
        world.shared.journal.note(format!(
            "round {number}: {:?}, {:?}, kills {:?}",
            round.behaviour, round.knobs, round.kills
        ));
        world.live_through(round).await?;
        if number + 1 == plan.rounds.len() {
            for device in &world.devices {
                device.go(true);
            }
        }
        checks::look_at_everything(world).await?;
        if !world.shared.journal.faults().is_empty() {
            return Ok(());
        }
        for device in &world.devices {
            device.remember();
        }
    }
    Ok(())
}

impl World {
    async fn begin(seed: u64, plan: &Plan, template: &Arc<Template>, folder: &Path) -> Result<Self, String> {
        template.copy_to(folder).map_err(|error| error.to_string())?;
        let clocks = Arc::new(Clocks::new());
        let simulator = Simulator::start(simulator::Config {
            clock: {
                let clocks = Arc::clone(&clocks);
                Arc::new(move || clocks.meta_ms())
            },
            ..simulator::Config::default()
        })
        .await
        .map_err(|error| error.to_string())?;
        simulator.set_behaviour(calm_behaviour());
        let address = free_address(seed).await?;
        let server = ServerProcess::new(address, folder, simulator.graph_url(), Arc::clone(&clocks));
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(30))
            .build()
            .map_err(|error| error.to_string())?;
        let rights = Rights::new(template.rights.clone());
        let shared = Arc::new(Shared::new(Arc::new(server), clocks, http, rights));
        shared.server.start().await?;
        simulator
            .subscribe(
                &format!("{}/webhooks/whatsapp", shared.server.url()),
                &simulator::Config::default().verify_token,
            )
            .await
            .map_err(|error| error.to_string())?;
        let mut tasks = JoinSet::new();
        let devices = devices(plan, template, &shared, &mut tasks);
        let customers = (0..plan.customers)
            .map(|customer| simulator.customer(&customers::wa_id(customer), &customers::name(customer)))
            .collect();
        Ok(Self {
            shared,
            simulator,
            template: Arc::clone(template),
            devices,
            customers,
            kills: AtomicU32::new(0),
            has_cuts: AtomicBool::new(false),
            ledger: Mutex::default(),
            acts: Mutex::default(),
            words: AtomicU64::new(0),
            chance: Mutex::new(Dice::new(!seed)),
            tasks: Mutex::new(tasks),
        })
    }

    /// What was done, as far as the checks have to know.
    pub fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What customers did.
    pub fn acts(&self) -> MutexGuard<'_, Vec<Act>> {
        self.acts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether Meta ever left a request without a clear answer.
    pub fn has_cuts(&self) -> bool {
        self.has_cuts.load(Ordering::SeqCst)
    }

    /// Words that occur nowhere else in this world.
    pub fn new_words(&self, of: &str) -> String {
        format!("{of} {}", self.words.fetch_add(1, Ordering::SeqCst))
    }

    /// Random bytes for an id.
    pub fn random_bytes(&self) -> [u8; 10] {
        let mut dice = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = [0; 10];
        for byte in &mut bytes {
            *byte = u8::try_from(dice.below(256)).unwrap_or_default();
        }
        bytes
    }

    /// Lets time pass on both clocks.
    pub async fn pass(&self, ms: i64) -> i64 {
        let now = self.shared.clocks.pass(ms);
        self.shared.server.tell_time().await;
        now
    }

    /// A customer does something; returns when Meta has tried once to tell.
    pub async fn act(&self, customer: usize, number: usize, late_s: i64, deed: Deed) -> Result<(), String> {
        // Each act has a time of its own, as the order of reactions goes by it.
        let at_s = self.pass(1_000).await / 1_000 - late_s;
        self.shared.journal.note(format!(
            "customer {customer} to number {number} at {at_s}: {deed:?}"
        ));
        let phone_number_id = crate::template::NUMBERS[number];
        let wamid = self.customers[customer]
            .send_at(phone_number_id, customers::content(&deed), at_s)
            .await
            .map_err(|error| error.to_string())?;
        self.acts().push(Act {
            wamid,
            customer,
            number,
            at_s,
            deed,
        });
        Ok(())
    }

    async fn live_through(self: &Arc<Self>, round: &Round) -> Result<(), String> {
        let is_cut = |injection: &simulator::Injection| {
            !matches!(injection.fault, Fault::Refuse { .. } | Fault::FailLater { .. })
        };
        if round.knobs.injections.iter().any(is_cut) {
            self.has_cuts.store(true, Ordering::SeqCst);
        }
        self.simulator.set_behaviour(round.behaviour.clone());
        self.simulator.set_knobs(round.knobs.clone());
        let (over, is_over) = watch::channel(false);
        let mut killer = JoinSet::new();
        killer.spawn(kill(Arc::clone(self), round.kills.clone(), is_over));
        let mut lanes = JoinSet::new();
        for lane in round.lanes.clone() {
            let world = Arc::clone(self);
            lanes.spawn(async move {
                for step in lane {
                    world.shared.journal.note(format!("{step:?}"));
                    world.take(step).await?;
                }
                Ok::<_, String>(())
            });
        }
        // Whatever happens at Meta counts as happening.
        let watcher = {
            let world = Arc::clone(self);
            tokio::spawn(async move {
                let look = |_: &simulator::State| {
                    world.shared.happen();
                    None::<()>
                };
                // It never finds anything: it ends when it is aborted.
                let _ = world
                    .simulator
                    .wait_for_within(Duration::from_secs(3_600), look)
                    .await;
            })
        };
        let mut result = Ok(());
        while let Some(lane) = lanes.join_next().await {
            let lane = lane.map_err(|error| error.to_string()).and_then(|lane| lane);
            result = result.and(lane);
        }
        over.send_replace(true);
        while let Some(killed) = killer.join_next().await {
            let killed = killed
                .map_err(|error| error.to_string())
                .and_then(|killed| killed);
            result = result.and(killed);
        }
        watcher.abort();
        self.simulator.set_knobs(Knobs::default());
        self.simulator.set_behaviour(calm_behaviour());
        result
    }
}

/// Kills the server where the plan says, or at the end of the round, and starts it again.
async fn kill(world: Arc<World>, kills: Vec<Kill>, mut is_over: watch::Receiver<bool>) -> Result<(), String> {
    let mut happenings = world.shared.happenings();
    for kill in kills {
        let then = *happenings.borrow() + kill.after;
        tokio::select! {
            _ = happenings.wait_for(|count| *count >= then) => {}
            _ = is_over.wait_for(|is_over| *is_over) => {}
        }
        for _ in 0..kill.turns {
            tokio::task::yield_now().await;
        }
        world.shared.journal.note("the server is killed");
        world.shared.server.kill().await;
        world.kills.fetch_add(1, Ordering::SeqCst);
        let then = *happenings.borrow() + kill.dead_for;
        // With nobody about nothing happens: then it comes back all the same.
        let _ = tokio::time::timeout(
            Duration::from_millis(20),
            happenings.wait_for(|count| *count >= then),
        )
        .await;
        world.shared.server.start().await?;
        world.shared.journal.note("the server is back");
        world.simulator.retry_now();
    }
    Ok(())
}

fn devices(
    plan: &Plan,
    template: &Template,
    shared: &Arc<Shared>,
    tasks: &mut JoinSet<()>,
) -> Vec<Arc<Device>> {
    let mut devices = Vec::new();
    let owners = std::iter::once(0).chain(plan.devices.iter().copied());
    let mut used = [0; 8];
    for owner in owners {
        let agent = &template.agents[owner];
        used[owner] += 1;
        // Each device has sessions of its own.
        let share = agent.cookies.len() / 3;
        let cookies = agent.cookies[(used[owner] - 1) * share..used[owner] * share].to_vec();
        let name = format!("{}'s device {}", agent.name, used[owner]);
        let device = Device::start(name, agent.id, cookies, Arc::clone(shared), tasks);
        device.go(true);
        devices.push(device);
    }
    devices
}

/// A free port on an address that no other world's connections come from.
async fn free_address(seed: u64) -> Result<SocketAddr, String> {
    let host = if cfg!(target_os = "linux") {
        let [.., a, b] = seed.to_be_bytes();
        [127, 77, a, b]
    } else {
        [127, 0, 0, 1]
    };
    let listener = TcpListener::bind((std::net::Ipv4Addr::from(host), 0))
        .await
        .map_err(|error| error.to_string())?;
    listener.local_addr().map_err(|error| error.to_string())
}
