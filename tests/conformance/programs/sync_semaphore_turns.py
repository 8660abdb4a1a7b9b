import asyncio


def b(v):
    return "true" if v else "false"


async def worker(name, sem):
    print(name, b(await sem.acquire()), "locked:", b(sem.locked()))


async def ticker(turns):
    for turn in range(turns):
        print("turn", turn)
        await asyncio.sleep(0)


async def main():
    sem = asyncio.Semaphore(0)
    ts = [asyncio.create_task(worker(n, sem)) for n in ("a", "b")]
    ticks = asyncio.create_task(ticker(6))
    await asyncio.sleep(0)
    print("locked:", b(sem.locked()))
    for i in range(4):
        sem.release()
    # two units are left, but those who were here first go first
    print("released, locked:", b(sem.locked()))
    ts += [asyncio.create_task(worker(n, sem)) for n in ("c", "d", "e")]
    await sem.acquire()
    print("main has one")
    print("locked:", b(sem.locked()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("done:", " ".join(b(t.done()) for t in ts))
    sem.release()
    sem.release()
    await asyncio.wait(ts + [ticks])
    print("locked:", b(sem.locked()))
    for i in range(2):
        sem.release()
    for i in range(2):
        await sem.acquire()
        print("at once, locked:", b(sem.locked()))


asyncio.run(main())
