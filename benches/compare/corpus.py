#!/usr/bin/env python3
"""Makes a corpus of newspaper pages of any size from a few sample pages.

    corpus.py SEEDS OUT MEGABYTES

Page after page is one of the samples (the .txt files in SEEDS, in turn) with its ASCII digits permuted, each
time in another way, so that no two pages are alike and all are as hard as real ones. The same arguments give
the same bytes. Written are OUT/files/NNN/NNNNN.txt (500 pages a folder), the same pages as OUT/pages.jsonl
({"id", "text"} on each line) and as OUT/all.txt, one behind the other.
"""

import json
import pathlib
import random
import sys

DIGITS = "0123456789"
A_FOLDER = 500


def make(seeds: pathlib.Path, out: pathlib.Path, megabytes: float) -> tuple[int, int]:
    """Writes the corpus; gives the number of pages and of their bytes."""
    samples = [path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt"))]
    rng = random.Random(20200201)
    pages = size = 0
    out.mkdir(parents=True, exist_ok=True)
    with (
        open(out / "pages.jsonl", "w", encoding="utf-8") as lines,
        open(out / "all.txt", "w", encoding="utf-8") as whole,
    ):
        while size < megabytes * 1e6:
            other = "".join(rng.sample(DIGITS, len(DIGITS)))
            text = samples[pages % len(samples)].translate(str.maketrans(DIGITS, other))
            folder = out / "files" / f"{pages // A_FOLDER:03}"
            if pages % A_FOLDER == 0:
                folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{pages:05}.txt").write_text(text, encoding="utf-8")
            record = {"id": f"{pages:05}", "text": text}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
            whole.write(text)
            size += len(text.encode())
            pages += 1
    return pages, size


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    pages, size = make(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), float(sys.argv[3]))
    print(f"{pages} pages, {size / 1e6:.1f} MB")
