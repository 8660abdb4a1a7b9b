import asyncio


def b(v):
    return "true" if v else "false"


async def released_inside(lock):
    async with lock:
        lock.release()


async def fails(lock):
    async with lock:
        print("inside, locked:", b(lock.locked()))
        raise ValueError("in the block")


async def fails_released(lock):
    async with lock:
        lock.release()
        raise ValueError("hidden")


async def sleeps(lock):
    async with lock:
        await asyncio.sleep(5)


async def main():
    lock = asyncio.Lock()
    try:
        lock.release()
    except RuntimeError as e:
        print(type(e).__name__)
    try:
        await released_inside(lock)
    except RuntimeError as e:
        print(type(e).__name__, "locked:", b(lock.locked()))
    try:
        await fails(lock)
    except ValueError as e:
        print(type(e).__name__, e, "locked:", b(lock.locked()))
    try:
        await fails_released(lock)
    except RuntimeError as e:
        print(type(e).__name__, "locked:", b(lock.locked()))
    t = asyncio.create_task(sleeps(lock))
    await asyncio.sleep(0)
    print("asleep, locked:", b(lock.locked()))
    t.cancel()
    await asyncio.wait([t])
    print("cancelled:", b(t.cancelled()), "locked:", b(lock.locked()))
    # who has it waits for itself
    await lock.acquire()
    try:
        await asyncio.wait_for(lock.acquire(), 0.01)
    except asyncio.TimeoutError as e:
        print(type(e).__name__, "locked:", b(lock.locked()))
    # anybody may release it
    asyncio.get_running_loop().call_soon(lock.release)
    await asyncio.wait_for(lock.acquire(), 0.01)
    print("locked:", b(lock.locked()))


asyncio.run(main())
