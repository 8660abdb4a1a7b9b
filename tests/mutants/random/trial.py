"""Builds the mutants in a copy of the tree, and runs the tests on each of them."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from schemata import CHOICE_CPP, CHOICE_HPP, LISTENER_CPP, with_mutants

# Other programs, and tests that compile programs.
NOT_NEEDED = tuple(f"tests/{name}/" for name in ("bench", "book", "fuzz", "mutants", "player", "refusals", "site"))
MEMORY = 8 << 30  # bytes of addresses; an endless loop is not to take the machine
LONGEST_FILTER = 60_000  # letters; the system takes twice that
PATIENCE = 10  # how many times as long as without a mutant a test may take, and
GRACE = 20  # that many seconds


class CannotTry(Exception):
    """The build or the tests fail without any mutant."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def write_if_new(path, text):
    """What does not change is not compiled again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


class Tree:
    """The copy of the tree in which the mutants live."""

    def __init__(self, root, folder, sources, mutants, jobs):
        self.root, self.folder, self.sources, self.mutants = root, folder, sources, mutants
        self.jobs = jobs
        self.flavour = os.environ.get("FLAVOUR", "debug")
        self.program = folder / "build" / self.flavour / "rondo_tests"
        self._copy()

    def _copy(self):
        kept = {"src/rondo/mutants.hpp", "src/rondo/mutants.cpp", "tests/support/mutants.cpp"}
        for name in ("src", "tests", ".make", "docs/examples"):
            for path in (self.root / name).rglob("*"):
                relative = str(path.relative_to(self.root))
                if path.is_file() and not relative.startswith(NOT_NEEDED):
                    kept.add(relative)
                    if relative not in self.sources:
                        self._copy_file(path, self.folder / relative)
            for path in (self.folder / name).rglob("*"):
                if path.is_file() and str(path.relative_to(self.folder)) not in kept:
                    path.unlink()
        write_if_new(self.folder / "src/rondo/mutants.hpp", CHOICE_HPP)
        write_if_new(self.folder / "src/rondo/mutants.cpp", CHOICE_CPP)
        write_if_new(self.folder / "tests/support/mutants.cpp", LISTENER_CPP)
        self.write_sources()

    @staticmethod
    def _copy_file(path, to):
        to.parent.mkdir(parents=True, exist_ok=True)
        if not to.exists() or path.read_bytes() != to.read_bytes():
            shutil.copyfile(path, to)
            shutil.copymode(path, to)

    def write_sources(self):
        for path, source in self.sources.items():
            own = [mutant for mutant in self.mutants if mutant.change.source is source]
            write_if_new(self.folder / path, with_mutants(source, own) if own else source.text)

    # --- Building ---------------------------------------------------------------------------------

    def build(self):
        """Builds, and leaves out what does not compile: what takes least time to find out comes first."""
        self._make_until_clean("test-header")
        self._look("$(FOR_LIBRARY)", sorted(path for path in self.sources if path.endswith(".cpp")))
        self._look("$(FOR_TESTS)", self._tests_of_changed_headers())
        self._make_until_clean("library", "tests")

    def _tests_of_changed_headers(self):
        """Those named after a header: they instantiate its templates."""
        headers = {Path(mutant.change.source.path).with_suffix("") for mutant in self.mutants
                   if mutant.change.source.path.endswith(".hpp")}  # fmt: skip
        tests = (f"tests/{header.parent.name}/{header.name}_test.cpp" for header in sorted(headers))
        return [test for test in tests if (self.folder / test).exists()]

    def _look(self, flags, files):
        """Only looks at some files, which costs less than to compile them."""
        objects = [f"build/{self.flavour}/objects/{file[:-4]}.o" for file in files]
        if objects:
            self._leave_out(self._refused(self._make(f"EXTRA={flags} -fsyntax-only", *objects).stderr))

    def _make_until_clean(self, *goals):
        while True:
            done = self._make(*goals)
            if done.returncode == 0:
                return
            refused = self._refused(done.stderr)
            if not refused:
                raise CannotTry("the build fails:\n" + "\n".join(done.stderr.splitlines()[-40:]))
            self._leave_out_quietly(refused)

    def _make(self, *goals):
        started = time.monotonic()
        command = ["make", "-k", f"-j{self.jobs}", "-f", ".make/build.mk", f"FLAVOUR={self.flavour}",
                   "CXX=g++", "CXXFLAGS=-g0 -fdiagnostics-color=never", *goals]  # fmt: skip
        environment = clean_environment() | {"CCACHE_DISABLE": "1", "LC_ALL": "C"}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        say(f"  make {' '.join(goals)[:60]}: {time.monotonic() - started:.0f} s")
        return done

    def _leave_out_quietly(self, refused):
        """Leaves them out, and lets stand what was compiled with them: they will never be chosen."""
        header = self.program.parent / "for_tests.hpp.gch"
        there = header.exists()
        times = {path: path.stat() for path in [header] * there + [self.folder / path for path in self.sources]}
        self._leave_out(refused)
        if there:
            header.unlink()
            self._make("test-header")
        for path, before in times.items():
            if path.exists():
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def _leave_out(self, refused):
        for mutant in refused:
            mutant.compiles = False
        if refused:
            say(f"  {len(refused)} do not compile")
            self.write_sources()

    def _refused(self, messages):
        """The mutants that the compiler complains of."""
        numbers, context = set(), []
        for line in messages.splitlines():
            context.append(line)
            if re.search(r"\b(error|undefined reference)\b", line):
                numbers |= self._blamed(line, context)
                context = []
            elif re.search(r"\b(note|warning):", line):
                context = []
        return [mutant for mutant in self.mutants if mutant.compiles and mutant.number in numbers]

    def _blamed(self, error, context):
        for text in [error] + context[::-1]:
            named = re.search(r"mutant-(\d+)", text)
            if named:
                return {int(named[1])}
            place = re.search(r"(src/rondo/[\w/.]+):(\d+)", text)
            around = self._mutants_around(place[1], int(place[2])) if place else set()
            if around:
                return around
        return set()

    def _mutants_around(self, path, line):
        """The mutants of the function in which this line is."""
        return {
            mutant.number
            for mutant in self.mutants
            if mutant.compiles and mutant.change.source.path == path
            and mutant.change.source.line_of(mutant.change.extent()[0]) <= line
            <= mutant.change.source.line_of(mutant.change.extent()[1])
        }  # fmt: skip

    # --- Running ----------------------------------------------------------------------------------

    def run(self, arguments, limit, worker, **variables):
        """Runs the test program; gives what it wrote, and its status or "time"."""
        scratch = self.folder / f"scratch-{worker}"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        environment = clean_environment() | {
            "RONDO_SOURCE_DIR": str(self.folder),
            "RONDO_EXAMPLES_DIR": str(self.folder / f"build/{self.flavour}/examples"),
            "RONDO_CXX": "g++",
            "RONDO_CXXFLAGS": f"-std=c++20 -pthread -I{self.folder}/src",
            "TMPDIR": str(scratch),
            **variables,
        }
        output = scratch / "output"
        with output.open("w") as writing:
            process = subprocess.Popen(
                [self.program, *arguments], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                stdout=writing, stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=limit_memory if self.flavour == "debug" else None,
            )  # fmt: skip
            try:
                status = process.wait(limit)
            except subprocess.TimeoutExpired:
                status = "time"
            end_group(process)
        return output.read_text(encoding="utf-8", errors="replace"), status

    def learn_reach(self):
        """Runs every test without a mutant; gives the tests, each with the places that it reaches."""
        reached, notes = self.folder / "reached", self.folder / "tests-reached"
        reached.write_bytes(bytes(len(self.mutants) + 1))
        notes.unlink(missing_ok=True)
        output, status = self.run([], 1800, 0, RONDO_MUTANTS_REACHED=str(reached), RONDO_MUTANTS_TESTS=str(notes))
        failed = set(re.findall(r"^\[  FAILED  \] ([\w/]+\.[\w/]+)", output, re.MULTILINE))
        if failed:  # is it chance?
            again, status = self.run(["--gtest_filter=" + ":".join(failed)], 600, 0)
            output += again
        if status != 0:
            raise CannotTry("the tests fail without any mutant:\n" + "\n".join(output.splitlines()[-40:]))
        return [Test(*line.split("\t")) for line in notes.read_text(encoding="utf-8").splitlines()]

    def try_all(self, mutants, tests, report):
        """Tries each mutant, and reports the test that caught it, or None."""
        workers = list(range(self.jobs))

        def try_next(mutant):
            worker = workers.pop()
            try:
                return mutant, self._try_one(mutant, tests, worker)
            finally:
                workers.append(worker)

        with ThreadPoolExecutor(self.jobs) as pool:
            for mutant, caught_by in pool.map(try_next, mutants):
                report(mutant, caught_by)

    def _try_one(self, mutant, tests, worker):
        floor = Path(mutant.change.source.path).parent.name
        reaching = [test for test in tests if mutant.place in test.places]
        reaching.sort(key=lambda test: (test.milliseconds > 200, f"/{floor}/" not in test.file, test.milliseconds))
        for batch in batches(reaching):
            limit = GRACE + PATIENCE * sum(test.milliseconds for test in batch) / 1000
            chosen = "--gtest_filter=" + ":".join(test.name for test in batch)
            output, status = self.run(["--gtest_fail_fast", chosen], limit, worker, RONDO_MUTANT=str(mutant.number))
            if status != 0:
                return culprit(output, status)
        return None


class Test:
    def __init__(self, name, file, milliseconds, places):
        self.name, self.file, self.milliseconds = name, file, int(milliseconds)
        self.places = {int(place) for place in places.split()}


def batches(tests):
    """The first few tests alone, for most mutants end there; then the rest."""
    batch, cost, length, most = [], 0, 0, 1000
    for test in tests:
        if batch and (cost + test.milliseconds > most or length + len(test.name) > LONGEST_FILTER):
            yield batch
            batch, cost, length, most = [], 0, 0, most * 4
        batch.append(test)
        cost += test.milliseconds + 1
        length += len(test.name) + 1
    if batch:
        yield batch


def culprit(output, status):
    """The test that did not pass, and how."""
    failed = re.findall(r"^\[  FAILED  \] ([\w/]+\.[\w/]+)", output, re.MULTILINE)
    if failed:
        return failed[0]
    began = re.findall(r"^\[ RUN      \] ([\w/]+\.[\w/]+)", output, re.MULTILINE)
    how = "it never ended" if status == "time" else f"it ended with {status}"
    return f"{began[-1] if began else 'the program'} ({how})"


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_group(process):
    """Ends the program and whatever it began."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def clean_environment():
    """Without what a surrounding make says to the make inside it, and what would choose tests."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "RANDOM", "SEED")
        and not name.startswith(("GTEST_", "RONDO_", "TESTS_"))
    }
