//! What a proxy writes down of each request: what came, what the service took, and what was heard of it.

use super::fault::Fault;
use super::service::Service;
use crate::moment::Moment;

/// What a service did with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It never saw it.
    Kept,
    /// It saw and refused it.
    Refused,
    /// It took it.
    Accepted,
}

/// One message, item or object of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its text, decoded.
    pub text: String,
    /// What the service did with it.
    pub fate: Fate,
}

/// A request and what became of it.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// When the request was there.
    pub arrived: Moment,
    /// When its answer was ready to go back, or was dropped.
    pub answered: Moment,
    /// Whom it asked.
    pub service: Service,
    /// What for.
    pub operation: String,
    /// The name of the table, topic, queue, stream or bucket.
    pub resource: String,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// What the plan said.
    pub fault: Fault,
    /// The status of the service's own answer; none where it saw nothing.
    pub status: Option<u16>,
    /// Whether the service's answer was lost on its way back.
    pub is_swallowed: bool,
}

impl Exchange {
    /// Whether the service saw it.
    pub fn reached(&self) -> bool {
        self.status.is_some()
    }
}
