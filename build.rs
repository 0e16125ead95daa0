//! Makes the tables of the lexicon, of succession, of the wording and of the evidence (see `build`), and tells the program
//! which commit it was built from; `cleaner --version` says it.
//!
//! The commit: from a checkout git knows it; in a published package cargo wrote it down, in a tarball `git archive` did
//! (see .gitattributes). Where nobody did, that is said.

#[path = "src/evidence/layout.rs"]
mod layout;
#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "build/succession.rs"]
mod succession;
#[path = "build/weights.rs"]
mod weights;
#[path = "build/wording.rs"]
mod wording;

use std::path::{Path, PathBuf};
use std::process::Command;

/// So many digits of a commit's hash are told.
const DIGITS: usize = 12;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=.commit");
    println!("cargo:rerun-if-changed=src/evidence/layout.rs");
    let commit = packaged().or_else(archived).or_else(checked_out);
    let commit = commit.unwrap_or("commit not known".to_owned());
    println!("cargo:rustc-env=CLEANER_COMMIT={commit}");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo says where to"));
    lexicon::make(&out).expect("the tables of the lexicon can be made");
    succession::make(&out).expect("the tables of succession can be made");
    wording::make(&out).expect("the table of the wording can be read");
    weights::make(&out).expect("the tables of evidence can be read");
}

/// `cargo package` puts a file beside Cargo.toml: {"git": {"sha1": "…"}}.
fn packaged() -> Option<String> {
    let file = std::fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, hash) = file.split_once("\"sha1\"")?;
    shortened(hash.split('"').nth(1)?)
}

/// `git archive` puts the hash into a file that has only a mark for it in a checkout.
fn archived() -> Option<String> {
    shortened(&std::fs::read_to_string(".commit").ok()?)
}

/// The first digits of what is a hash.
fn shortened(hash: &str) -> Option<String> {
    let digits = hash.get(..DIGITS)?;
    let is_hash = digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_hash.then(|| digits.to_owned())
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
    shortened(&git(&["rev-parse", "HEAD"])?)
}
