import asyncio


def b(v):
    return "true" if v else "false"


async def worker(name, lock):
    await lock.acquire()
    print(name, "has the lock")
    await asyncio.sleep(0)
    lock.release()
    print(name, "released, locked:", b(lock.locked()))


async def ticker(turns):
    for turn in range(turns):
        print("turn", turn)
        await asyncio.sleep(0)


async def main():
    lock = asyncio.Lock()
    print("acquired:", b(await lock.acquire()))
    ticks = asyncio.create_task(ticker(9))
    a = asyncio.create_task(worker("a", lock))
    c = asyncio.create_task(worker("c", lock))
    await asyncio.sleep(0)
    lock.release()
    print("released, locked:", b(lock.locked()))
    # it is free, but others were here before
    await lock.acquire()
    print("main has the lock")
    lock.release()
    await asyncio.gather(a, c, ticks)
    # nobody waits: no turn passes
    soon = asyncio.create_task(ticker(1))
    for i in range(3):
        await lock.acquire()
        lock.release()
    print("three times without a turn")
    await soon


asyncio.run(main())
