//! `pipec build`: what it says and leaves, and that the place of a build decides nothing.

mod desk;
mod door;
mod places;
