"""What is measured and what is aimed at, as data: the rows, the peers, the counts and the goals."""

from dataclasses import dataclass, field

MILLION = 1_000_000

# The programs, in the order of the table's columns. Those in Python run on the system's own python3, which is the one
# that the system's uvloop belongs to.
PEERS = {
    "rondo": ["{build}/bench-rondo"],
    "limit": ["{build}/bench-limit"],
    "asio": ["{build}/bench-asio"],
    "asio-typed": ["{build}/bench-asio-typed"],
    "libuv": ["{build}/bench-libuv"],
    "libevent": ["{build}/bench-libevent"],
    "libev": ["{build}/bench-libev"],
    "asyncio": ["/usr/bin/python3", "{source}/python_loops.py", "asyncio"],
    "uvloop": ["/usr/bin/python3", "{source}/python_loops.py", "uvloop"],
}

CALLBACKS = {"libuv", "libevent", "libev"}
SLOW = {"asyncio", "uvloop"}


@dataclass
class Row:
    """One line of the table. A count left out means that this kind of peer cannot do the row."""

    name: str
    unit: str
    what: str
    fast: int  # operations for rondo and the limit
    asio: int
    python: int
    callbacks: int = 0
    # rondo's figure is at most this many times the limit's, ...
    at_most_limit: float = 0
    # ... each of these peers' figures at least this many times rondo's, ...
    at_least: dict = field(default_factory=dict)
    # ... and rondo's figure at most this.
    at_most: float = 0

    def count(self, peer, quick):
        """How many operations a peer does, 0 if it cannot."""
        if peer in CALLBACKS:
            count = self.callbacks
        elif peer in SLOW:
            count = self.python
        elif peer in ("asio", "asio-typed"):
            count = self.asio
        else:
            count = self.fast
        return min(count, max(count // 50, 10_000)) if quick else count


ROWS = [
    Row("call_soon", "ns", "a callback, 1,000 chains in flight",
        fast=100 * MILLION, asio=30 * MILLION, callbacks=50 * MILLION, python=1 * MILLION,
        at_most_limit=1.3, at_least={"asio": 3}),
    Row("call_soon_threadsafe", "ns", "a callback from another thread",
        fast=MILLION, asio=MILLION, callbacks=MILLION, python=MILLION // 5,
        at_most_limit=1.2,
        at_least={"asyncio": 1, "uvloop": 1, "libuv": 1, "libevent": 1, "libev": 1, "asio": 1}),
    Row("switch", "ns", "two tasks yield in turn",
        fast=80 * MILLION, asio=8 * MILLION, python=MILLION // 2,
        at_most_limit=2, at_least={"asio": 10}),
    Row("switch-fd", "ns", "the same, an idle descriptor registered",
        fast=8 * MILLION, asio=4 * MILLION, python=MILLION // 2,
        at_most_limit=1.3, at_least={"asio": 1}),
    Row("switch-timer", "ns", "the same, a timer armed far away",
        fast=30 * MILLION, asio=4 * MILLION, python=MILLION // 2,
        at_most_limit=1.3, at_least={"asio": 1}),
    Row("spawn", "ns", "make a task, yield once, finish, join",
        fast=25 * MILLION, asio=2 * MILLION, python=MILLION // 10,
        at_most_limit=3, at_least={"asio": 8}),
    Row("spawn-million", "ns", "the same, a million at once",
        fast=MILLION, asio=MILLION, python=MILLION // 10,
        at_most_limit=2.2, at_least={"asio": 4}),
    Row("child", "ns", "await a child coroutine",
        fast=40 * MILLION, asio=40 * MILLION, python=5 * MILLION,
        at_most_limit=0.8),
    Row("child-pooled", "ns", "the same, the limit's frames pooled",
        fast=40 * MILLION, asio=0, python=0),
    Row("queue", "ns", "hand over an item through a bounded queue",
        fast=20 * MILLION, asio=4 * MILLION, python=MILLION // 2,
        at_least={"asio": 3, "asyncio": 10}),
    Row("gather", "ns", "gather 1,000 tasks that yield once, per task",
        fast=10 * MILLION, asio=0, python=MILLION // 10,
        at_least={"asyncio": 20}),
    Row("timer-cancel", "ns", "cancel a timer, arm another, a million armed",
        fast=8 * MILLION, asio=3 * MILLION, callbacks=3 * MILLION, python=MILLION // 5,
        at_most_limit=1.45, at_least={"asio": 1, "asyncio": 1}),
    Row("timer-fire", "CPU s", "a million timers fire within a second",
        fast=MILLION, asio=MILLION, callbacks=MILLION, python=MILLION // 10,
        at_most_limit=1.2),
    Row("sleepers", "CPU s", "a million tasks sleep one second",
        fast=MILLION, asio=MILLION, python=MILLION // 10,
        at_most_limit=2.6, at_least={"asio": 2.5}),
    Row("sleepers-bytes", "bytes", "memory of each of a million sleeping tasks",
        fast=MILLION, asio=MILLION, python=MILLION // 5,
        at_most=288),
]

# Rows that only some programs know.
ONLY = {
    "child-pooled": {"limit"},
    "queue": set(PEERS) - {"limit"},
    "gather": {"rondo", "asyncio", "uvloop"},
    "call_soon": set(PEERS) - {"asio-typed"},
    "call_soon_threadsafe": set(PEERS) - {"asio-typed"},
    "timer-cancel": set(PEERS) - {"asio-typed"},
    "timer-fire": set(PEERS) - {"asio-typed"},
}

# What compiling the greet example may take beyond compiling the standard headers that it cannot do without, as a
# multiple of what those take.
COMPILE_AT_MOST = 0.8
