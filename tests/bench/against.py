#!/usr/bin/python3 -B
"""Compares this library with an earlier state of it, row by row; fails if a row has become slower by more than 3 %.

The earlier state is built from git, in build/against/COMMIT, by its own build.mk, and measured by today's bench-rondo
where that compiles with it, else by its own. Runs of the two take turns, and what counts are the ratios within a pair:
what slows the machine down slows both. A row is slower when the median of its ratios is above 1.03 and the interval
that holds the true median (in 95 of 100 cases) lies above 1. Rows that look slower are measured again, twice at most,
and judged by all their pairs.
"""

import argparse
import math
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

from bench import Nonsense, result_of
from report import number, table
from rows import ONLY, ROWS

SOURCE = pathlib.Path(__file__).resolve().parent
ROOT = SOURCE.parent.parent
FOLDER = ROOT / "build/against"
SLOWER = 1.03  # more is too much
ATTEMPTS = 3  # how often a row that looks slower is measured, in all

# Two threads meet at a mutex more or less often, by chance; on one processor they take turns.
ON_ONE_PROCESSOR = "call_soon_threadsafe"


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def git(*arguments):
    return subprocess.run(["git", "-C", ROOT, *arguments], check=True, capture_output=True, text=True).stdout.strip()


def lay_out(commit):
    """The files of a commit, in a folder of their own."""
    tree = FOLDER / commit
    if not tree.exists():
        unfinished = FOLDER / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        with subprocess.Popen(["git", "-C", ROOT, "archive", commit], stdout=subprocess.PIPE) as archive:
            subprocess.run(["tar", "-x", "-C", unfinished], check=True, stdin=archive.stdout)
        unfinished.rename(tree)
    return tree


def build(tree, jobs, name):
    """Builds a tree's library and the program that measures it."""
    subprocess.run(["make", "-C", tree, "-f", ".make/build.mk", f"-j{jobs}", "--no-print-directory", "FLAVOUR=release",
                    "BUILD=build/bench", "CPPFLAGS=-DNDEBUG", f"CXX={compiler()}", "library"],
                   check=True, stdout=sys.stderr)
    # Names of one length, for where the stack begins, and with it what lies in one line of the cache, depends on them.
    program = FOLDER / f"bench-{name}"
    for source in (SOURCE / "rondo.cpp", tree / "tests/bench/rondo.cpp"):
        say(f"  compile  {source.relative_to(ROOT)}")
        command = [*compiler().split(), "-std=c++20", "-O2", "-DNDEBUG", "-pthread", f"-I{tree / 'src'}", source,
                   tree / "build/bench/librondo.a", "-o", program]
        if subprocess.run(command, check=False, capture_output=source.parent == SOURCE and tree != ROOT).returncode == 0:
            return program
    raise SystemExit(f"{tree.name}: its benchmark does not compile")


def compiler():
    return os.environ.get("CXX", "g++")


class Comparison:
    """One row: pairs of figures, before and now."""

    def __init__(self, row, one_processor=False):
        self.row = row
        self.one_processor = one_processor
        self.name = f"{row.name}, one processor" if one_processor else row.name
        self.pairs = []

    def measure(self, programs):
        """One pair; which of the two goes first changes every time."""
        turn = len(self.pairs) % 2
        figures = {}
        for place in (turn, 1 - turn):
            command = ["taskset", "-c", "0", programs[place]] if self.one_processor else [programs[place]]
            result = result_of([*command, self.row.name, str(self.row.fast)], self.row.name, self.row.unit)
            figures[place] = result["value"]
        self.pairs.append((figures[0], figures[1]))

    def ratios(self):
        return sorted(now / before for before, now in self.pairs)

    def ratio(self):
        return statistics.median(self.ratios())

    def interval(self):
        """Between these two ratios the true median lies, in 95 of 100 cases: whatever their distribution is, each of
        the ratios is as likely above it as below."""
        ratios = self.ratios()
        count = len(ratios)
        outside = 0.0
        cut = 0
        while cut < (count - 1) // 2 and outside + 2 * math.comb(count, cut) / 2**count <= 0.05:
            outside += 2 * math.comb(count, cut) / 2**count
            cut += 1
        return ratios[cut - 1], ratios[count - cut]

    def looks_slower(self):
        return self.ratio() > SLOWER

    def verdict(self):
        low, high = self.interval()
        if self.ratio() > SLOWER:
            return "SLOWER" if low > 1 else "cannot be told"
        return "faster" if self.ratio() < 1 / SLOWER and high < 1 else "as before"


def rows_to_compare(names):
    for row in ROWS:
        if row.name in names and "rondo" in ONLY.get(row.name, {"rondo"}):
            yield Comparison(row)
            if row.name == ON_ONE_PROCESSOR and shutil.which("taskset"):
                yield Comparison(row, one_processor=True)


def compare(programs, comparisons, pairs):
    """Measures all, pair after pair, then those again that look slower. Gives what went wrong."""
    problems = {}
    again = comparisons
    for attempt in range(ATTEMPTS):
        if attempt:
            say("measured again:", ", ".join(one.name for one in again))
        for turn in range(1, pairs + 1):
            for one in again:
                if sys.stderr.isatty():
                    print(f"\r\033[Kpair {turn} of {pairs}: {one.name}", end="", file=sys.stderr, flush=True)
                if one.name in problems:
                    continue
                try:
                    one.measure(programs)
                except Nonsense as problem:
                    problems[one.name] = problem
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        again = [one for one in comparisons if one.pairs and one.looks_slower()]
        if not again:
            break
    return problems


def show(ref, commit, comparisons):
    lines = []
    for one in comparisons:
        if not one.pairs:
            continue
        before, now = (statistics.median(pair[place] for pair in one.pairs) for place in (0, 1))
        low, high = one.interval()
        lines.append([one.name, one.row.unit, number(before), number(now), f"{one.ratio():.3f}",
                      f"{low:.3f}-{high:.3f}", str(len(one.pairs)), one.verdict()])
    table(f"Now, against {ref} ({commit[:12]})",
          ["", "", "before", "now", "ratio", "95 % between", "pairs", ""], lines)


def main():
    names = [row.name for row in ROWS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ref", help="the earlier state, as git names it")
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument("--rows", nargs="+", default=names, choices=names, metavar="ROW", help=", ".join(names))
    parser.add_argument("--jobs", default=os.cpu_count())
    given = parser.parse_args()
    if given.pairs < 6:
        parser.error("fewer than six pairs cannot tell 95 of 100 cases")
    try:
        commit = git("rev-parse", "--verify", f"{given.ref}^{{commit}}")
    except (OSError, subprocess.CalledProcessError):
        raise SystemExit(f"git knows no {given.ref} here") from None

    programs = [build(lay_out(commit), given.jobs, "that"), build(ROOT, given.jobs, "this")]
    comparisons = list(rows_to_compare(given.rows))
    problems = compare(programs, comparisons, given.pairs)
    show(given.ref, commit, comparisons)
    for name, problem in problems.items():
        print(f"not compared: {name}: {problem}")
    slower = [f"{one.name} ({one.ratio():.3f})" for one in comparisons if one.pairs and one.verdict() == "SLOWER"]
    if slower:
        print("slower by more than 3 %:", ", ".join(slower))
    return 1 if slower or problems else 0


if __name__ == "__main__":
    sys.exit(main())
