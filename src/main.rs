//! The `sentir` command.

fn main() {}
