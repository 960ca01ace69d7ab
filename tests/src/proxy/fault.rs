//! What a proxy does with a request: passes it, or lets something go wrong as it does in AWS.

use super::batch::Places;
use super::request::Request;
use super::service::Error;
use crate::chance::Chance;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It and its answer pass.
    Pass,
    /// The service answers with an error and does nothing.
    Error(Error),
    /// The service takes a batch but for the entries at these places.
    Entries(Places),
    /// The connection ends before the service sees it.
    Cut,
    /// The service does it, and its answer is lost.
    Swallow(Instead),
    /// The answer comes so much later.
    Delay(Duration),
}

/// What comes in the place of a lost answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instead {
    /// The end of the connection.
    Nothing,
    /// The answer with half of its body, and the end of the connection. One without a body does not come.
    Half,
    /// An error, though the service did it all. AWS warns of this: after an error of its own a request "may or may not"
    /// be done.
    Error(Error),
}

/// A plan by chance, the same for the same seed: once in so many requests something goes wrong, and so many times in
/// all, so that whoever tries again comes through in the end.
pub fn storm(seed: u64, once_in: usize, most: usize) -> impl Fn(&Request) -> Fault + Send + Sync + 'static {
    let weather = Mutex::new((Chance::new(seed), most));
    move |request| {
        let mut weather = weather.lock().unwrap_or_else(PoisonError::into_inner);
        let (chance, left) = &mut *weather;
        if *left == 0 || !chance.once_in(once_in) {
            return Fault::Pass;
        }
        *left -= 1;
        drawn(request, chance)
    }
}

fn drawn(request: &Request, chance: &mut Chance) -> Fault {
    let service = request.service;
    match chance.below(if request.is_batch() { 9 } else { 6 }) {
        0 => Fault::Error(chance.pick(service.throttles())),
        1 => Fault::Error(service.failure()),
        2 => Fault::Cut,
        3 => Fault::Swallow(Instead::Nothing),
        4 => Fault::Swallow(Instead::Half),
        5 => Fault::Swallow(Instead::Error(service.failure())),
        _ => Fault::Entries((0..request.entries.len()).filter(|_| chance.once_in(2)).collect()),
    }
}
