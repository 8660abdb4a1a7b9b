#!/usr/bin/python3 -B
"""Runs the benchmark: every cell in a process of its own, round after round, and prints tables of the medians.

A missed goal is printed, not an error: a shared machine is noisy. A program that fails or prints nonsense is one.
"""

import argparse
import datetime
import json
import math
import os
import pathlib
import platform
import subprocess
import sys

import report
from rows import ONLY, PEERS, ROWS

SOURCE = pathlib.Path(__file__).resolve().parent
ROOT = SOURCE.parent.parent
LONGEST_CELL = 120  # seconds

COMPILED = {
    "compile-greet": ROOT / "docs/examples/greet.cpp",
    "compile-asio": SOURCE / "compile/asio.cpp",
    "compile-plain": SOURCE / "compile/plain.cpp",
}
BESIDES = ["task-bytes", "library-text", *COMPILED]


class Nonsense(Exception):
    """A program failed, or what it printed cannot be true."""


def run(command, seconds=LONGEST_CELL):
    """Runs a command; gives what it printed."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False, text=True)
    except subprocess.TimeoutExpired:
        raise Nonsense(f"still running after {seconds} s") from None
    except OSError as error:
        raise Nonsense(str(error)) from None
    if done.returncode != 0:
        complaint = "\n".join(done.stderr.splitlines()[:3])
        raise Nonsense(f"ended with status {done.returncode}\n{complaint}".rstrip())
    return done.stdout


def result_of(command, row, unit):
    """One cell: gives what a program printed, checked."""
    printed = run(command)
    try:
        result = json.loads(printed)
        value = result["value"]
        sound = result["row"] == row and result["unit"] == unit and math.isfinite(value) and value > 0
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        raise Nonsense(f"printed {printed!r}")
    return result


def measure(build, peer, row, unit, count):
    """One cell of a peer's."""
    command = [part.format(build=build, source=SOURCE) for part in PEERS[peer]]
    result = result_of([*command, row, str(count)], row, unit)
    if peer in ("rondo", "limit") and (result.get("out_of_order") or result.get("early")):
        raise Nonsense(f"broke the row's rules: {result}")
    return result


def compile_seconds(source):
    """Processor time that the compiler takes for one file."""
    compiler = os.environ.get("CXX", "g++").split()
    flags = ["-std=c++20", "-O2", "-DNDEBUG", "-pthread", f"-I{ROOT / 'src'}", "-c", str(source), "-o", os.devnull]
    before = os.times()
    run([*compiler, *flags])
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def library_text(build):
    """Bytes of code and constants in the library, without what a debugger needs."""
    lines = run(["size", f"{build}/librondo.a"]).splitlines()[1:]
    return sum(int(line.split()[0]) for line in lines)


def measure_besides(build, name):
    if name == "task-bytes":
        return {"value": measure(build, "rondo", name, "bytes", 1)["value"], "unit": "bytes"}
    if name == "library-text":
        return {"value": library_text(build), "unit": "bytes"}
    return {"value": compile_seconds(COMPILED[name]), "unit": "CPU s"}


def first_line(command):
    try:
        return run(command).splitlines()[0]
    except (Nonsense, IndexError):
        return "unknown"


def machine():
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="ascii") as lines:
            model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), model)
    except OSError:
        pass
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "compiler": first_line([*os.environ.get("CXX", "g++").split(), "--version"]),
        "python": first_line(["/usr/bin/python3", "--version"]),
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "load at the start": round(os.getloadavg()[0], 2),
    }


def options():
    names = [row.name for row in ROWS] + BESIDES
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", nargs="+", default=names, choices=names, metavar="ROW", help=", ".join(names))
    parser.add_argument("--peers", nargs="+", default=list(PEERS), choices=PEERS, metavar="PEER", help=", ".join(PEERS))
    parser.add_argument("--quick", action="store_true", help="one round of few operations: does everything run?")
    parser.add_argument("--build", default=ROOT / "build/bench", help="where the programs are and the results go")
    given = parser.parse_args()
    if given.quick:
        given.rounds = 1
    return given


def cells(given):
    """What one round measures: pairs of a row's name and a function that measures it."""
    for row in ROWS:
        for peer in PEERS:
            count = row.count(peer, given.quick)
            able = count and peer in ONLY.get(row.name, PEERS)
            if able and row.name in given.rows and peer in given.peers:
                yield row.name, peer, lambda row=row, peer=peer, count=count: measure(
                    given.build, peer, row.name, row.unit, count)
    for name in BESIDES:
        if name in given.rows and "rondo" in given.peers:
            yield name, "rondo", lambda name=name: measure_besides(given.build, name)


def main():
    given = options()
    environment = machine()
    measurements = []
    failures = {}
    for turn in range(1, given.rounds + 1):
        for row, peer, measure_cell in cells(given):
            if (row, peer) in failures:
                continue
            if sys.stderr.isatty():
                print(f"\r\033[Kround {turn} of {given.rounds}: {row}, {peer}", end="", file=sys.stderr, flush=True)
            try:
                measurements.append({"round": turn, "peer": peer, **measure_cell(), "row": row})
            except Nonsense as problem:
                failures[row, peer] = f"{row}, {peer}, round {turn}: {problem}"
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)

    summary = report.summarize(measurements)
    if not given.quick:
        report.write(pathlib.Path(given.build), environment, measurements, summary)
    report.show(environment, given.rounds, given.quick, summary)
    for failure in failures.values():
        print(f"failed: {failure}", file=sys.stderr)
    return 1 if failures or not measurements else 0


if __name__ == "__main__":
    sys.exit(main())
