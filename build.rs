//! Tells the program which commit it was built from; `cleaner --version` says it.
//!
//! From a checkout git knows it, in a published package cargo wrote it down, and a tarball has neither:
//! then only the version is said.

use std::path::Path;
use std::process::Command;

/// So many digits of a commit's hash are told.
const DIGITS: usize = 12;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let commit = packaged().or_else(checked_out).unwrap_or_default();
    let said = match commit.get(..DIGITS) {
        Some(digits) if digits.bytes().all(|b| b.is_ascii_hexdigit()) => format!(" ({digits})"),
        _ => String::new(),
    };
    println!("cargo:rustc-env=CLEANER_COMMIT={said}");
}

/// `cargo package` puts a file beside Cargo.toml: {"git": {"sha1": "…"}}.
fn packaged() -> Option<String> {
    let file = std::fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, hash) = file.split_once("\"sha1\"")?;
    hash.split('"').nth(1).map(str::to_owned)
}

fn checked_out() -> Option<String> {
    // A tarball unpacked inside somebody else's checkout is not of their commit.
    if !Path::new(".git").exists() {
        return None;
    }
    let git = |args: &[&str]| {
        let output = Command::new("git").args(args).output().ok()?;
        let said = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| said.trim().to_owned())
    };
    // Every commit, checkout and rebase writes there.
    let log = git(&["rev-parse", "--git-path", "logs/HEAD"])?;
    println!("cargo:rerun-if-changed={log}");
    git(&["rev-parse", "HEAD"])
}
