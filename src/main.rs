//! The command `cleaner`; see `cleaner --help`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
