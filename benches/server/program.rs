//! A program under test: started, waited for, looked at through /proc, killed.

use crate::Outcome;
use crate::http::Http;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take until it answers.
const START_WITHIN: Duration = Duration::from_secs(60);
/// Of the counters in /proc: Linux shows processor time in hundredths of a second, whatever it counts in.
const TICKS_PER_SECOND: f64 = 100.0;

/// A running program. It is killed when dropped.
pub struct Program {
    child: Child,
    /// Where it answers.
    pub address: SocketAddr,
    /// From its start to its first answer.
    pub started_in: Duration,
}

impl Program {
    /// Starts what `command` makes of an address and waits until it answers 200 at `path`.
    pub async fn start(command: impl FnOnce(SocketAddr) -> Command, path: &str) -> Outcome<Self> {
        let address = free_address()?;
        let began = Instant::now();
        let child = command(address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut program = Self {
            child,
            address,
            started_in: Duration::ZERO,
        };
        while !answers(address, path).await {
            if let Some(status) = program.child.try_wait()? {
                return Err(format!("a program under test ended by itself: {status}").into());
            }
            if began.elapsed() > START_WITHIN {
                return Err("a program under test does not answer".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        program.started_in = began.elapsed();
        Ok(program)
    }

    /// Processor time that it has used so far, in seconds.
    pub fn processor_seconds(&self) -> Outcome<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name in brackets may hold anything; user and system time are the 14th and 15th field of all, 12th and 13th behind it.
        let (_, behind) = stat.rsplit_once(')').ok_or("/proc speaks another language")?;
        let ticks: f64 = behind
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|ticks| ticks.parse::<f64>().ok())
            .sum();
        Ok(ticks / TICKS_PER_SECOND)
    }

    /// Memory that it holds (resident), in KiB.
    pub fn resident_kib(&self) -> Outcome<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next());
        Ok(kib.ok_or("/proc tells no memory")?.parse()?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that is free now. Another program could take it before ours does; then ours says so and the run ends.
fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

async fn answers(address: SocketAddr, path: &str) -> bool {
    let ask = async {
        let mut http = Http::connect(address).await?;
        http.get(path, "").await
    };
    ask.await.is_ok_and(|answer| answer.status == 200)
}
