#!/usr/bin/python3
"""CPython's asyncio and uvloop: python_loops.py asyncio|uvloop ROW COUNT prints one line of JSON.

What the C++ programs do a million times is done `count` times here; rows that give a total of CPU seconds are
scaled to a million.
"""

import asyncio
import json
import os
import sys
import threading
import time

MILLION = 1_000_000
CHAINS = 1_000
ARMED_TIMERS = MILLION
CANCELS_IN_A_TURN = 1_000
QUEUE_ROOM = 16
GATHERED_TASKS = 1_000
MINUTE = 60.0


def check(holds, what):
    if not holds:
        sys.exit(f"bench: wrong result: {what}")


def resident_bytes():
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")


class Random:
    """The same numbers as in the C++ programs: xorshift64*."""

    def __init__(self):
        self.state = 0x9E3779B97F4A7C15

    def below(self, bound):
        mask = (1 << 64) - 1
        self.state ^= self.state >> 12
        self.state ^= self.state << 25 & mask
        self.state ^= self.state >> 27
        return (self.state * 0x2545F4914F6CDD1D & mask) * bound >> 64


async def nanoseconds_each(count, work):
    await work(max(count // 10, CHAINS))
    begin = time.process_time()
    await work(count)
    return {"value": (time.process_time() - begin) * 1e9 / count, "unit": "ns"}


async def call_soon(count):
    loop = asyncio.get_running_loop()

    async def work(calls):
        done = loop.create_future()
        to_schedule = calls - CHAINS
        alive = CHAINS
        ran = 0

        def chain(number):
            nonlocal to_schedule, alive, ran
            ran += 1
            if to_schedule:
                to_schedule -= 1
                loop.call_soon(chain, number)
            else:
                alive -= 1
                if not alive:
                    done.set_result(None)

        for number in range(CHAINS):
            loop.call_soon(chain, number)
        await done
        check(ran == calls, "every callback ran")

    return await nanoseconds_each(count, work)


async def call_soon_threadsafe(count):
    loop = asyncio.get_running_loop()

    async def work(calls):
        done = loop.create_future()
        ran = 0

        def called(number):
            nonlocal ran
            check(number == ran, "the calls come in their order")
            ran += 1
            if ran == calls:
                done.set_result(None)

        def post():
            for number in range(calls):
                loop.call_soon_threadsafe(called, number)

        thread = threading.Thread(target=post)
        thread.start()
        await done
        thread.join()

    return await nanoseconds_each(count, work)


async def switch(count):
    async def work(switches):
        yields = 0

        async def yield_repeatedly():
            nonlocal yields
            for _ in range(switches // 2):
                await asyncio.sleep(0)
                yields += 1

        tasks = [asyncio.create_task(yield_repeatedly()) for _ in range(2)]
        for task in tasks:
            await task
        check(yields == switches // 2 * 2, "every yield came back")

    return await nanoseconds_each(count, work)


async def switch_fd(count):
    end, _ = os.pipe()
    asyncio.get_running_loop().add_reader(end, lambda: None)
    return await switch(count)


async def switch_timer(count):
    asyncio.get_running_loop().call_later(60 * MINUTE, lambda: None)
    return await switch(count)


async def yield_once(ran):
    await asyncio.sleep(0)
    ran[0] += 1


async def spawn(count):
    async def work(tasks):
        ran = [0]
        for _ in range(tasks):
            await asyncio.create_task(yield_once(ran))
        check(ran[0] == tasks, "every task ran")

    return await nanoseconds_each(count, work)


async def spawn_million(count):
    begin = time.process_time()
    ran = [0]
    tasks = [asyncio.create_task(yield_once(ran)) for _ in range(count)]
    for task in tasks:
        await task
    check(ran[0] == count, "every task ran")
    return {"value": (time.process_time() - begin) * 1e9 / count, "unit": "ns"}


async def child_of(number):
    return number


async def child(count):
    async def work(children):
        total = 0
        for number in range(children):
            total += await child_of(number)
        check(total == children * (children - 1) // 2, "every child gave its number")

    return await nanoseconds_each(count, work)


async def queue(count):
    async def work(items):
        line = asyncio.Queue(QUEUE_ROOM)

        async def put_numbers():
            for number in range(items):
                await line.put(number)

        producer = asyncio.create_task(put_numbers())
        total = 0
        for _ in range(items):
            total += await line.get()
        await producer
        check(total == items * (items - 1) // 2, "every item arrived")

    return await nanoseconds_each(count, work)


async def gather(count):
    async def work(tasks):
        ran = [0]
        for _ in range(tasks // GATHERED_TASKS):
            await asyncio.gather(*[yield_once(ran) for _ in range(GATHERED_TASKS)])
        check(ran[0] == tasks // GATHERED_TASKS * GATHERED_TASKS, "every task ran")

    return await nanoseconds_each(count, work)


async def timer_cancel(count):
    loop = asyncio.get_running_loop()
    random = Random()
    # The numbers are made beforehand: making them costs more here than it does in C++.
    delays = [MINUTE + random.below(59 * 60 * 10**9) / 1e9 for _ in range(2048)]
    fired = []
    timers = [loop.call_later(delays[place % 2048], fired.append, place) for place in range(ARMED_TIMERS)]
    place = 0

    async def work(cancels):
        nonlocal place
        for _ in range(cancels // CANCELS_IN_A_TURN):
            for _ in range(CANCELS_IN_A_TURN):
                timers[place].cancel()
                timers[place] = loop.call_later(delays[place % 2048], fired.append, place)
                place = (place + 1) % ARMED_TIMERS
            await asyncio.sleep(0)
        check(not fired, "all are cancelled, none fires")

    return await nanoseconds_each(count, work)


async def timer_fire(count):
    loop = asyncio.get_running_loop()
    random = Random()
    begin_of_deadlines = loop.time() + 0.5
    deadlines = [begin_of_deadlines + random.below(10**9) / 1e9 for _ in range(count)]
    done = loop.create_future()
    fired = 0
    latest = 0.0
    out_of_order = 0
    early = 0
    begin = time.process_time()

    def fire(deadline):
        nonlocal fired, latest, out_of_order, early
        if deadline < latest:
            out_of_order += 1
        else:
            latest = deadline
        if fired % 256 == 0 and loop.time() < deadline:
            early += 1
        fired += 1
        if fired == count:
            done.set_result(None)

    for deadline in deadlines:
        loop.call_at(deadline, fire, deadline)
    await done
    seconds = (time.process_time() - begin) * MILLION / count
    return {"value": seconds, "unit": "CPU s", "out_of_order": out_of_order, "early": early}


async def sleepers_bytes(count):
    before = resident_bytes()
    tasks = [asyncio.create_task(asyncio.sleep(60 * MINUTE)) for _ in range(count)]
    await asyncio.sleep(0)
    check(len(tasks) == count, "every task sleeps")
    return {"value": (resident_bytes() - before) / count, "unit": "bytes"}


async def sleepers(count):
    begin = time.process_time()
    tasks = [asyncio.create_task(asyncio.sleep(1)) for _ in range(count)]
    for task in tasks:
        await task
    return {"value": (time.process_time() - begin) * MILLION / count, "unit": "CPU s"}


ROWS = {
    "call_soon": call_soon,
    "call_soon_threadsafe": call_soon_threadsafe,
    "switch": switch,
    "switch-fd": switch_fd,
    "switch-timer": switch_timer,
    "spawn": spawn,
    "spawn-million": spawn_million,
    "child": child,
    "queue": queue,
    "gather": gather,
    "timer-cancel": timer_cancel,
    "timer-fire": timer_fire,
    "sleepers-bytes": sleepers_bytes,
    "sleepers": sleepers,
}


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("asyncio", "uvloop") or sys.argv[2] not in ROWS:
        sys.exit(f"usage: {sys.argv[0]} asyncio|uvloop row count\nrows: {' '.join(ROWS)}")
    loop_name, row, count = sys.argv[1:]
    if loop_name == "uvloop":
        import uvloop

        loop = uvloop.new_event_loop()
    else:
        loop = asyncio.new_event_loop()
    result = loop.run_until_complete(ROWS[row](int(count)))
    print(json.dumps({"row": row, **result}), flush=True)
    os._exit(0)  # what is still asleep need not be taken down one by one


main()
