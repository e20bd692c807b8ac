//! The `sentir` command.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    pin_library_threads();
    cli::run()
}

/// One encoder a core is all the parallelism there is: the matrix library must not start threads of its own inside.
fn pin_library_threads() {
    for variable in ["RAYON_NUM_THREADS", "CANDLE_NUM_THREADS"] {
        // Safety:
        // - This is the first statement of the program: no other thread runs that could read the environment.
        #[expect(unsafe_code, reason = "candle reads its thread counts from the environment only")]
        unsafe {
            std::env::set_var(variable, "1");
        }
    }
}
