#!/usr/bin/env python3
"""How fast `cleaner` is beside other programs on the same text; prints a table in Markdown.

    benches/compare/compare.py [--mb 64] [--rounds 5] [--folder target/compare]

Needs cargo, Python 3.9 with venv, and wc, iconv and cp. The Python packages are installed by name into a folder
of their own; the command `autocorrect` is installed with cargo, and left out where it does not build. The
corpus is made by corpus.py. All programs run in turn, round after round, and the median of the rounds counts,
so that a busy moment of the machine hits all alike. Libraries are timed from the first page in memory to the
last, without their start and without reading; programs from start to end, with reading and writing. All run
on one thread where no number is given.
"""

import argparse
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time
import venv

import corpus

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = ["autocorrect-py", "ftfy", "opencc"]

# Run by the Python of the packages: reads the pages, times the calls, prints the seconds.
LIBRARY = """
import json, sys, time
{setup}
pages = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
begun = time.perf_counter()
for page in pages:
    work(page)
print(time.perf_counter() - begun)
"""
LIBRARIES = {
    "autocorrect (library)": "import autocorrect_py; work = autocorrect_py.format",
    "ftfy (library)": "import ftfy; work = ftfy.fix_text",
    "opencc (library), s2t": "import opencc; work = opencc.OpenCC('s2t').convert",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=float, default=64)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "target/compare")
    wanted = parser.parse_args()
    folder = wanted.folder.resolve()
    say("building cleaner")
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    python = packages(folder / "python")
    command = autocorrect(folder / "autocorrect")
    say("making the corpus")
    shutil.rmtree(folder / "corpus", ignore_errors=True)
    pages, size = corpus.make(ROOT / "seeds", folder / "corpus", wanted.mb)

    times: dict[str, list[float]] = {}
    for turn in range(wanted.rounds):
        say(f"round {turn + 1} of {wanted.rounds}")
        for name, work in programs(folder / "corpus", python, command).items():
            shutil.rmtree(folder / "out", ignore_errors=True)
            (folder / "out").mkdir()
            times.setdefault(name, []).append(work(folder / "out"))
    table(times, pages, size)


def programs(data: pathlib.Path, python: str, command: str | None):
    """Name and timed run of everything that is compared, in the order of the table."""
    text, lines, files = data / "all.txt", data / "pages.jsonl", data / "files"
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    cleaner = [target / "release/cleaner", "run", "--quiet", "--format", "jsonl"]

    def program(*words, **more):
        return lambda out: timed([w.replace("OUT", str(out)) if isinstance(w, str) else w for w in words], **more)

    def library(setup):
        words = [python, "-c", LIBRARY.format(setup=setup), str(lines)]
        return lambda out: float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)

    runs = {
        "`wc -m`": program("wc", "-m", text),
        "cleaner, 1 thread": program(*cleaner, "--jobs", "1", lines, "OUT"),
        "cleaner, 2 threads": program(*cleaner, "--jobs", "2", lines, "OUT"),
        "cleaner, a file for each page, 2 threads": program(*cleaner, "--jobs", "2", files, "OUT"),
        "`cp -r`, a file for each page": program("cp", "-r", files, "OUT/copy"),
        "`iconv -t GB18030`": program("iconv", "-f", "UTF-8", "-t", "GB18030//TRANSLIT", text),
    }
    for name, setup in LIBRARIES.items():
        runs[name] = library(setup)
    if command:
        runs["autocorrect (command)"] = program(command, "--threads", "1", files)
    return runs


def timed(words) -> float:
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    begun = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - begun


def packages(folder: pathlib.Path) -> str:
    """Installs the Python packages; gives the Python that has them."""
    python = folder / "bin/python"
    if not python.exists():
        say("installing " + ", ".join(PACKAGES))
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return str(python)


def autocorrect(folder: pathlib.Path) -> str | None:
    """Installs the command; gives its path, or nothing where it does not build."""
    command = folder / "bin/autocorrect"
    if not command.exists():
        say("installing the command autocorrect")
        words = ["cargo", "install", "--quiet", "--locked", "--root", folder, "autocorrect-cli"]
        if subprocess.run(words).returncode:
            say("the command autocorrect does not build; left out")
            return None
    return str(command)


def table(times: dict[str, list[float]], pages: int, size: int) -> None:
    medians = {name: statistics.median(rounds) for name, rounds in times.items()}
    unit = medians["`wc -m`"]
    print(f"{pages:,} pages, {size / 1e6:.0f} MB; median of {len(times['`wc -m`'])} rounds; {machine()}.\n")
    print("| | seconds | MB/s | times `wc -m` |\n|---|---|---|---|")
    for name, seconds in medians.items():
        print(f"| {name} | {seconds:.2f} | {size / seconds / 1e6:.1f} | {seconds / unit:.1f} |")


def machine() -> str:
    """Processor and number of processors."""
    model = platform.processor() or platform.machine()
    for line in read("/proc/cpuinfo").splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return f"{model}, {os.cpu_count()} processors, {platform.system()}"


def read(path: str) -> str:
    try:
        return pathlib.Path(path).read_text()
    except OSError:
        return ""


def say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    main()
