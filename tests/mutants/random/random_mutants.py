#!/usr/bin/env python3
"""random_mutants.py --count 200 --seed 1 [--root FOLDER]: draws small changes to src/rondo and tries whether the
tests catch each. Says what survives, and fails when fewer than 95 % are caught."""

import argparse
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from changes import changes_of  # noqa: E402
from cpp_source import Source  # noqa: E402
from explained import Explained, entry  # noqa: E402
from schemata import numbered  # noqa: E402
from trial import CannotTry, Tree, say  # noqa: E402

ENOUGH = 95  # percent
SPARE = 1.7  # so many times what was asked for is drawn, for not all compile


def read_sources(root):
    sources = {}
    for file in sorted((root / "src/rondo").rglob("*.[hc]pp")):
        path = str(file.relative_to(root))
        sources[path] = Source(path, file.read_text(encoding="utf-8"))
    return sources


def compiled_lines(root, path):
    """Tells the lines of a file that the compiler sees here, which #if may keep from it."""
    command = ["g++", "-std=c++20", "-Isrc", "-E", path]
    lines, counting, number = set(), False, 0
    for text in subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.splitlines():
        marker = re.match(r'# (\d+) "([^"]*)"', text)
        if marker:
            number, counting = int(marker[1]), marker[2] == path
        else:
            if counting and text.strip():
                lines.add(number)
            number += 1
    return lines


def all_changes(root, sources):
    """Gives {path: its changes}."""
    found = {}
    for path, source in sources.items():
        if re.search(r"^#\s*if", source.text, re.MULTILINE):
            lines = compiled_lines(root, path)
            found[path] = changes_of(source, lines.__contains__)
        else:
            found[path] = changes_of(source)
    return found


def draw(changes, count, seed):
    """Draws from every file once, and then from all of them."""
    chance = random.Random(seed)
    left = {path: chance.sample(of_file, len(of_file)) for path, of_file in changes.items() if of_file}
    paths = list(left)
    chance.shuffle(paths)
    drawn = [left[path].pop() for path in paths]
    rest = [change for path in paths for change in left[path]]
    chance.shuffle(rest)
    return (drawn + rest)[:count]


class Report:
    def __init__(self, explained):
        self.explained, self.caught, self.reasons, self.survivors = explained, 0, 0, []

    def add(self, mutant, caught_by):
        change = mutant.change
        where = f"{change.source.path}:{change.line}: `{change.key[2]}` {change.text}"
        if caught_by:
            self.caught += 1
            print(f"caught     {where}: by {caught_by}", flush=True)
        elif change.key in self.explained.reasons:
            self.reasons += 1
            print(f"explained  {where}: {self.explained.reasons[change.key]}", flush=True)
        else:
            self.survivors.append(change)
            print(f"SURVIVED   {where}", flush=True)

    def finish(self):
        for change in self.survivors:
            print("\n" + entry(change))
        for fault in self.explained.faults:
            print(f"\nexplained.txt: {fault}")
        tried = self.caught + len(self.survivors)
        percent = 100 * self.caught / tried if tried else 0
        print(f"\n{percent:.1f} % of {tried} caught, {self.reasons} more explained")
        failed = len(self.survivors) + len(self.explained.faults)
        totals = f"{self.caught + self.reasons} passed, {failed} failed, 0 skipped"
        return percent >= ENOUGH and not self.explained.faults, totals


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--root", type=Path, default=Path.cwd())
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--totals", type=Path, help="the file that gets the totals")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1, 1_000_000)
    started = time.monotonic()
    root = options.root.resolve()

    sources = read_sources(root)
    changes = all_changes(root, sources)
    every = [change for of_file in changes.values() for change in of_file]
    listed = root / "tests/mutants/explained.txt"
    explained = Explained(listed.read_text(encoding="utf-8") if listed.exists() else "")
    explained.check(every)
    mutants = numbered(draw(changes, int(options.count * SPARE), seed))
    say(f"SEED={seed}: {len(mutants)} of {len(every)} changes drawn")

    tree = Tree(root, root / "build/mutants/random", sources, mutants, options.jobs)
    report = Report(explained)
    try:
        tree.build()
        chosen = [mutant for mutant in mutants if mutant.compiles][: options.count]
        tests = tree.learn_reach()
        say(f"  {sum(mutant.compiles for mutant in mutants)} of {len(mutants)} compile, {len(chosen)} are tried")
        tree.try_all(chosen, tests, report.add)
    except CannotTry as problem:
        sys.exit(f"mutants: {problem}")
    good, totals = report.finish()
    if options.totals:
        options.totals.parent.mkdir(parents=True, exist_ok=True)
        options.totals.write_text(totals + "\n", encoding="utf-8")
    say(f"  SEED={seed}: {time.monotonic() - started:.0f} s")
    sys.exit(not good)


if __name__ == "__main__":
    main()
