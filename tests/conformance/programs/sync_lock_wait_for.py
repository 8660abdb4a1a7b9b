import asyncio


def b(v):
    return "true" if v else "false"


async def waits(name, lock, limit):
    try:
        await asyncio.wait_for(lock.acquire(), limit)
        print(name, "has the lock")
    except asyncio.TimeoutError:
        print(name, "gave up")


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    ts = [asyncio.create_task(waits(n, lock, t)) for n, t in (("a", 0.01), ("b", 0.05), ("c", 0.02))]
    await asyncio.sleep(0.03)
    lock.release()
    await asyncio.wait(ts)
    print("locked:", b(lock.locked()))
    lock.release()
    # a free one, and no time at all
    await waits("d", lock, 0.01)
    lock.release()
    await waits("e", lock, 0)
    print("locked:", b(lock.locked()))
    async with asyncio.timeout(0.01):
        async with lock:
            print("inside")
    print("locked:", b(lock.locked()))
    try:
        async with asyncio.timeout(0.01):
            async with lock:
                await asyncio.sleep(5)
    except asyncio.TimeoutError:
        print("timed out, locked:", b(lock.locked()))


asyncio.run(main())
