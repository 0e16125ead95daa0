//! `cleaner explain`: what became of a line.

use super::*;
const SEED: &str = "004_cf229ad8b120e038.txt";

#[test]
fn a_line_has_its_place_its_passes_and_its_clues() {
    let line = |n: usize| {
        let mut command = cleaner(&seeds());
        command.args(["explain", &format!("{SEED}:{n}")]);
        command.assert().code(0)
    };
    line(46).stdout(
        contains("动向社会各界捐赠消毒酒精")
            .and(contains("where it went\n  article "))
            .and(contains("rejoin     joined it with others"))
            .and(contains("rather than").and(contains("margin")))
            .and(contains("together, the 12 heaviest listed")),
    );
    line(45).stdout(contains("(an empty line)").and(contains("line 46, after it")));
}

#[test]
fn every_line_of_the_samples_can_be_explained() {
    for seed in fs::read_dir(seeds()).expect("the samples") {
        let seed = seed.expect("an entry").path();
        let count = read(&seed).lines().count();
        for line in (1..=count).step_by(29) {
            let mut command = cleaner(repository());
            command
                .arg("explain")
                .arg(format!("{}:{line}", seed.display()));
            command.assert().code(0).stdout(contains("where it went"));
        }
    }
}

#[test]
fn a_page_has_its_layout_articles_and_close_calls() {
    let mut command = cleaner(&seeds());
    command.args(["explain", SEED]);
    command.assert().code(0).stdout(
        contains("column widths")
            .and(contains("\narticles\n"))
            .and(contains("\nunsure: ")),
    );
}

#[test]
fn a_line_out_of_range_says_how_many_there_are() {
    let dir = folder(&["a:1.txt"]);
    for line in ["0", "5", "99999"] {
        let mut command = cleaner(dir.path());
        command.args(["explain", &format!("a:1.txt:{line}")]);
        command
            .assert()
            .code(2)
            .stderr(one_line(&["there is no line", "the lines 1 to 4"]));
    }
    cleaner(dir.path())
        .args(["explain", "a:1.txt"])
        .assert()
        .code(0);
    cleaner(dir.path())
        .args(["explain", "none.txt:3"])
        .assert()
        .code(1)
        .stderr(one_line(&["none.txt: cannot be read"]));
}
