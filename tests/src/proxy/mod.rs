//! A proxy between a function and AWS's stand-in, which lets things go wrong by a plan and writes down what happened.
//!
//! `Proxy::start(upstream, plan)` listens on loopback; a function of the poller is put behind it with
//! `function.behind(&proxy)`. The plan sees each request before the service does. `proxy.finish()` gives the log.
//!
//! A request that loses some of its entries has no valid signature any more, so the stand-in must not check them. The
//! answer to a `HEAD` loses its length.

mod batch;
mod exchange;
mod fault;
mod request;
mod service;
mod work;

pub use batch::Places;
pub use exchange::{Entry, Exchange, Fate};
pub use fault::{Fault, Instead, storm};
pub use request::Request;
pub use service::{Error, Service};

use crate::server::Server;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use work::Work;

/// A proxy that runs until it is finished or dropped.
pub struct Proxy {
    work: Arc<Work>,
    server: Server,
}

/// Opens more doors to a proxy. A process with a door of its own can be heard out when it is dead: once its door is
/// closed, all that it sent is in the log.
#[derive(Clone)]
pub struct Gate(Arc<Work>);

impl Proxy {
    /// Stands before this address.
    pub fn start(upstream: SocketAddr, plan: impl Fn(&Request) -> Fault + Send + Sync + 'static) -> Proxy {
        let work = Arc::new(Work::new(upstream, Box::new(plan)));
        Proxy { server: Gate(Arc::clone(&work)).open(), work }
    }

    /// Where anybody finds it.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// What opens doors to it.
    pub fn gate(&self) -> Gate {
        Gate(Arc::clone(&self.work))
    }

    /// What happened so far, in the order in which the requests came.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.work.exchanges()
    }

    /// Waits for all that is under way, and says what happened.
    pub fn finish(self) -> Vec<Exchange> {
        let Proxy { work, server } = self;
        drop(server);
        work.exchanges()
    }
}

impl Gate {
    /// A door, which closes when it is dropped.
    pub fn open(&self) -> Server {
        let work = Arc::clone(&self.0);
        Server::start(move |stream| work.serve(stream))
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a gate to {}", self.0.upstream())
    }
}
