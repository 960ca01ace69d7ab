//! What a person sees: every command, its output and its exit status.
