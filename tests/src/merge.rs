//! Lays an example of a code's page over the base pipeline.
