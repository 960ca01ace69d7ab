//! ministack, the stand-in for AWS: a server on a loopback port that checks signatures and rights, and runs functions.

mod client;
mod front;
mod left_out;
pub mod read;
mod signature;
mod stack;
mod xml;

pub use client::{Client, Refusal};
pub use front::tls_ends_here;
pub use left_out::{LEFT_OUT, without};
pub use signature::{Credentials, encoded};
pub use stack::{Stack, make_bucket};
pub use xml::Xml;

pub use crate::sample::{ACCOUNT, REGION};

use crate::http::{Message, call};
use crate::{judge, place};
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Stdio};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long the server may take until it answers; a busy machine takes a few seconds.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often a port is tried that somebody else took first.
const TRIES: usize = 5;

/// A server. It ends with this value, and with the process at the latest.
#[derive(Debug)]
pub struct StandIn {
    /// Where it listens.
    pub address: SocketAddr,
    process: Child,
}

impl StandIn {
    /// The server of all tests of this process. Functions reach it through [`tls_ends_here`].
    pub fn shared() -> &'static StandIn {
        static SHARED: LazyLock<StandIn> = LazyLock::new(|| StandIn::start("shared", tls_ends_here));
        &SHARED
    }

    /// Starts a server. `endpoint` is told its address and gives the one that functions are told. What the server says
    /// goes to `stand-in/NAME.log` below the target folder.
    pub fn start(name: &str, endpoint: impl Fn(SocketAddr) -> SocketAddr) -> StandIn {
        let tried = (0..TRIES).find_map(|_| StandIn::on_a_port(name, &endpoint));
        tried.unwrap_or_else(|| panic!("the stand-in does not start: see {}", log(name)))
    }

    /// Starts a server on a port that was free just now; none where it was not any more.
    fn on_a_port(name: &str, endpoint: impl Fn(SocketAddr) -> SocketAddr) -> Option<StandIn> {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr());
        let address = address.expect("loopback has free ports");
        // Told by the server's health, so that no other server is taken for this one.
        let edition = format!("{}-{}", std::process::id(), address.port());
        let process = process(name, address, endpoint(address), &edition);
        let mut server = StandIn { address, process };
        let started = Instant::now();
        while server.process.try_wait().expect("a child can be asked").is_none() {
            if server.is_well(&edition) {
                return Some(server);
            }
            assert!(started.elapsed() < PATIENCE, "the stand-in is not well: see {}", log(name));
            sleep(Duration::from_millis(50));
        }
        None
    }

    fn is_well(&self, edition: &str) -> bool {
        let health = Message::request("GET", "/_ministack/health", "");
        let Ok(answer) = call(self.address, &health) else { return false };
        serde_json::from_slice(&answer.body).is_ok_and(|it: serde_json::Value| it["edition"] == edition)
    }

    /// Who may do everything.
    pub fn root(&self, region: &str) -> Client {
        Client::new(self.address, Credentials::root(), region)
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // Nobody is left to tell where this fails.
        let _ = self.process.wait();
    }
}

fn log(name: &str) -> String {
    place::target().join(format!("stand-in/{name}.log")).display().to_string()
}

fn process(name: &str, address: SocketAddr, endpoint: SocketAddr, edition: &str) -> Child {
    let folder = place::target().join("stand-in");
    fs::create_dir_all(&folder).expect("the target folder can be written");
    let log = File::create(log(name)).expect("the target folder can be written");
    let mut python = judge::python("ministack");
    python.arg(place::root().join("tests/tools/stand_in.py")).arg(&folder);
    python.env("GATEWAY_PORT", address.port().to_string()).env("BIND_HOST", "127.0.0.1");
    python.env("AUTH", "true").env("LAMBDA_EXECUTOR", "local").env("MINISTACK_EDITION", edition);
    python.env("MINISTACK_ACCOUNT_ID", ACCOUNT).env("MINISTACK_REGION", REGION);
    // Both listen on ports of their own, which other servers have.
    python.env("SFTP_ENABLED", "0").env("IOT_MTLS_ENABLED", "0");
    python.env("AWS_ENDPOINT_URL", format!("http://{endpoint}"));
    python.stdin(Stdio::piped()).stderr(log.try_clone().expect("a file has two handles")).stdout(log);
    python.spawn().expect("python can be run")
}
