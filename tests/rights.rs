//! Rights follow edges.
