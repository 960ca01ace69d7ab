//! `pipec run`, as people and scripts use it: through the shipped binary.

mod crashes;
mod damage;
mod desk;
mod hostile;
mod inputs;
mod kept;
mod printed;
