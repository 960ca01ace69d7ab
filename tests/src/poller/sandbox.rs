//! One process of the function: it is given one event at a time, and ends by itself, by a kill, or by its timeout.

use super::api::{Api, Offer, Said};
use super::function::Function;
use crate::moment::Moment;
use crate::server::Server;
use std::fs::File;
use std::process::Child;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// How often it is looked whether a process still runs.
const GLANCE: Duration = Duration::from_millis(5);

/// How long a process may take to ask for its first event, as on Lambda (page `lambda-runtime-environment`: "The Init
/// phase is limited to 10 seconds"), and some more for a busy machine.
const INIT: Duration = Duration::from_secs(60);

/// How an invocation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// With a response.
    Response(Vec<u8>),
    /// With an error that the function reported. That is an answer too: all of the batch comes again.
    Error(Vec<u8>),
    /// The process was gone before it answered.
    Died(String),
    /// It had no answer in time and was killed.
    TimedOut,
    /// The process ended before it took the event, so no record reached it.
    NeverStarted(String),
}

/// What a sandbox says of an invocation.
pub(super) struct Stay {
    /// When the event was taken.
    pub began: Moment,
    /// When the answer came, or none could come any more.
    pub ended: Moment,
    /// How.
    pub end: End,
}

/// Ends the functions of a poller from outside, as `kill -9` does.
#[derive(Debug, Clone, Default)]
pub struct Killer(Arc<Mutex<Vec<Weak<Mutex<Child>>>>>);

impl Killer {
    /// Ends all processes that run now, wherever they are.
    pub fn kill(&self) {
        for process in self.processes().iter().filter_map(Weak::upgrade) {
            end(&process);
        }
    }

    fn processes(&self) -> MutexGuard<'_, Vec<Weak<Mutex<Child>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, process: &Arc<Mutex<Child>>) {
        let mut processes = self.processes();
        processes.retain(|it| it.strong_count() > 0);
        processes.push(Arc::downgrade(process));
    }
}

/// A process, its API, and its way to AWS.
pub(super) struct Sandbox {
    // The process ends before its servers are dropped, and so is heard out.
    process: Process,
    api: Api,
    _door: Option<Server>,
    is_fresh: bool,
}

struct Process(Arc<Mutex<Child>>);

impl Sandbox {
    /// Starts a process of the function.
    pub(super) fn start(function: &Function, output: &File, killer: &Killer) -> Sandbox {
        let api = Api::start();
        let door = function.door();
        let child = function.start(api.address(), door.as_ref().map(Server::address), output);
        let process = Arc::new(Mutex::new(child));
        killer.add(&process);
        Sandbox { process: Process(process), api, _door: door, is_fresh: true }
    }

    /// Whether its process runs.
    pub(super) fn is_running(&self) -> bool {
        self.process.status().is_none()
    }

    /// Whether it never had an event.
    pub(super) fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    /// Gives it an event and waits for the end.
    pub(super) fn invoke(&mut self, offer: Offer) -> Stay {
        let timeout = offer.timeout;
        let offered = (Moment::now(), Instant::now());
        self.api.offer(offer);
        let end = loop {
            if let Some((ended, said)) = self.api.said(GLANCE) {
                break self.stay(offered.0, ended, said);
            }
            if let Some(status) = self.process.status() {
                break self.died(offered.0, status);
            }
            let taken = self.api.taken();
            let limit = taken.map_or(offered.1 + INIT, |(_, at)| at + timeout);
            if Instant::now() >= limit {
                break self.overdue(offered.0);
            }
        };
        self.is_fresh = false;
        end
    }

    fn stay(&self, offered: Moment, ended: Moment, said: Said) -> Stay {
        let began = self.api.taken().map_or(offered, |(began, _)| began);
        let end = match said {
            Said::Response(body) => End::Response(body),
            Said::Error(body) => End::Error(body),
            Said::Init(body) => End::NeverStarted(String::from_utf8_lossy(&body).into_owned()),
        };
        Stay { began, ended, end }
    }

    /// The end of a process that is gone. It may have answered as its last deed.
    fn died(&self, offered: Moment, status: String) -> Stay {
        self.api.drain();
        if let Some((ended, said)) = self.api.said(Duration::ZERO) {
            return self.stay(offered, ended, said);
        }
        match self.api.taken() {
            Some((began, _)) => Stay { began, ended: Moment::now(), end: End::Died(status) },
            None => Stay { began: offered, ended: Moment::now(), end: End::NeverStarted(status) },
        }
    }

    fn overdue(&self, offered: Moment) -> Stay {
        end(&self.process.0);
        match self.died(offered, String::new()) {
            Stay { began, ended, end: End::Died(_) } => Stay { began, ended, end: End::TimedOut },
            stay => stay,
        }
    }
}

impl Process {
    /// How it ended; none while it runs.
    fn status(&self) -> Option<String> {
        let mut child = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        child.try_wait().expect("it is our child").map(|it| it.to_string())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        end(&self.0);
    }
}

/// Kills a process and waits until it is gone.
fn end(process: &Mutex<Child>) {
    let mut child = process.lock().unwrap_or_else(PoisonError::into_inner);
    // One that is gone already cannot be killed, which is as well.
    let _ = child.kill();
    child.wait().expect("it is our child");
}
