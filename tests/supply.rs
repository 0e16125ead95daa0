//! What the program is built from is what deny.toml allows: licences and sources, for the machine at hand.
//! `cargo deny check` does the same for all machines, and asks for advisories.

use std::collections::HashSet;
use std::process::Command;

/// One package of those that are built here.
struct Package {
    name: String,
    licence: String,
    source: String,
}

fn packages() -> Vec<Package> {
    let run = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output().expect("started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program}: {said}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let host = run("rustc", &["-vV"]);
    let host = host.lines().find_map(|l| l.strip_prefix("host: "));
    let filter = ["--filter-platform", host.expect("a host")];
    // What was built was fetched, so no network is asked.
    let args = ["metadata", "--format-version=1", "--offline", "--locked"];
    let said = run(env!("CARGO"), &[&args[..], &filter].concat());
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let list = |value: &serde_json::Value| value.as_array().expect("a list").clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let nodes = list(&said["resolve"]["nodes"]);
    let built: HashSet<String> = nodes.iter().map(|n| text(&n["id"])).collect();
    let all = list(&said["packages"]).into_iter();
    all.filter(|p| built.contains(&text(&p["id"])))
        .map(|p| Package {
            name: text(&p["name"]),
            licence: text(&p["license"]),
            source: text(&p["source"]),
        })
        .collect()
}

/// Whether a licence expression can be met: of each part joined by AND, one choice is allowed.
fn is_met(expression: &str, allowed: &HashSet<String>) -> bool {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    let may = |part: &str| part.split(" OR ").any(|l| allowed.contains(l.trim()));
    plain.split(" AND ").all(may)
}

#[test]
fn licences_and_sources_are_those_allowed() {
    let deny: toml::Table = include_str!("../deny.toml").parse().expect("TOML");
    let allowed = deny["licenses"]["allow"].as_array().expect("a list");
    let allowed = allowed.iter().filter_map(|l| l.as_str());
    let allowed: HashSet<String> = allowed.map(str::to_owned).collect();
    let packages = packages();
    assert!(packages.len() > 50, "cargo lists {}", packages.len());
    for Package {
        name,
        licence,
        source,
    } in packages
    {
        assert!(is_met(&licence, &allowed), "{name}: {licence}");
        let own = name == env!("CARGO_PKG_NAME");
        assert!(own || source.starts_with("registry+"), "{name}: {source}");
    }
}

#[test]
fn expressions_of_licences() {
    let allowed = ["MIT", "Zlib"].map(str::to_owned).into();
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("(GPL-3.0 OR MIT) AND Zlib", true),
        ("MIT AND GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(is_met(expression, &allowed), met, "{expression}");
    }
}
