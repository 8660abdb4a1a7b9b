import asyncio


def b(v):
    return "true" if v else "false"


async def worker(name, lock):
    try:
        await lock.acquire()
    except asyncio.CancelledError:
        print(name, "cancelled, locked:", b(lock.locked()))
        raise
    print(name, "has the lock")
    await asyncio.sleep(0)
    print(name, "releases")
    lock.release()


async def ticker(turns):
    for turn in range(turns):
        print("turn", turn)
        await asyncio.sleep(0)


async def attempt(label, before, after):
    print(label)
    lock = asyncio.Lock()
    await lock.acquire()
    ts = [asyncio.create_task(worker(n, lock)) for n in ("a", "b", "c")]
    ticks = asyncio.create_task(ticker(7))
    await asyncio.sleep(0)
    for i in before:
        ts[i].cancel()
    lock.release()
    for i in after:
        ts[i].cancel()
    late = asyncio.create_task(worker("late", lock))
    await asyncio.wait(ts + [ticks, late])
    print("locked:", b(lock.locked()))


async def main():
    await attempt("nobody", [], [])
    await attempt("the first before the release", [0], [])
    await attempt("the first after the release", [], [0])
    await attempt("the first two before", [0, 1], [])
    await attempt("the first two after", [], [0, 1])
    await attempt("the second before, the first after", [1], [0])
    await attempt("the first before, the second after", [0], [1])
    await attempt("all before", [0, 1, 2], [])
    await attempt("all after", [], [0, 1, 2])


asyncio.run(main())
