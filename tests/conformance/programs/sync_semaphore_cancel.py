import asyncio


def b(v):
    return "true" if v else "false"


async def worker(name, sem):
    try:
        await sem.acquire()
    except asyncio.CancelledError:
        print(name, "cancelled, locked:", b(sem.locked()))
        raise
    print(name, "acquired, locked:", b(sem.locked()))
    await asyncio.sleep(0)
    sem.release()
    print(name, "released, locked:", b(sem.locked()))


async def ticker(turns):
    for turn in range(turns):
        print("turn", turn)
        await asyncio.sleep(0)


async def attempt(label, units, before, after):
    print("--", label)
    sem = asyncio.BoundedSemaphore(2)
    await sem.acquire()
    await sem.acquire()
    ts = [asyncio.create_task(worker(n, sem)) for n in ("a", "b", "c", "d")]
    ticks = asyncio.create_task(ticker(5))
    await asyncio.sleep(0)
    for i in before:
        ts[i].cancel()
    for i in range(units):
        sem.release()
    for i in after:
        ts[i].cancel()
    print("locked:", b(sem.locked()))
    late = asyncio.create_task(worker("late", sem))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for i in range(2 - units):
        sem.release()
    await asyncio.wait(ts + [ticks, late])
    print("locked:", b(sem.locked()))
    try:
        sem.release()
    except ValueError as e:
        print(type(e).__name__)


async def main():
    await attempt("nobody", 1, [], [])
    await attempt("a blocked", 1, [0], [])
    await attempt("a woken", 1, [], [0])
    await attempt("a and b woken", 2, [], [0, 1])
    await attempt("a blocked, b woken", 1, [0], [1])
    await attempt("b blocked, a woken", 2, [1], [0])
    await attempt("all blocked", 2, [0, 1, 2, 3], [])
    await attempt("all, some woken", 2, [], [0, 1, 2, 3])
    await attempt("no unit", 0, [], [0, 2])


asyncio.run(main())
