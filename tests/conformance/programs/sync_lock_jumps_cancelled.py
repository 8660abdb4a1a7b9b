import asyncio


def b(v):
    return "true" if v else "false"


async def waiter(name, lock):
    try:
        await lock.acquire()
        print(name, "has the lock")
    except asyncio.CancelledError:
        print(name, "cancelled, locked:", b(lock.locked()))


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    ts = [asyncio.create_task(waiter(n, lock)) for n in ("a", "b")]
    await asyncio.sleep(0)
    ts[0].cancel()
    ts[1].cancel()
    lock.release()
    # all who wait are cancelled, though they do not know yet
    await lock.acquire()
    print("main has the lock, before they know")
    await asyncio.wait(ts)
    lock.release()
    # a cancelled one in front, another behind it
    await lock.acquire()
    ts = [asyncio.create_task(waiter(n, lock)) for n in ("c", "d")]
    await asyncio.sleep(0)
    ts[0].cancel()
    lock.release()
    print("free, locked:", b(lock.locked()))
    main_waits = asyncio.create_task(waiter("e", lock))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("d done:", b(ts[1].done()), "e done:", b(main_waits.done()))
    lock.release()
    await main_waits
    lock.release()
    print("locked:", b(lock.locked()))


asyncio.run(main())
