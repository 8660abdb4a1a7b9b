import asyncio

ends = []


async def worker(name, q, lock):
    try:
        while True:
            item = await q.get()
            async with lock:
                print(name, "works on", item)
                await asyncio.sleep(0)
                if item == "long":
                    await asyncio.sleep(5)
    except asyncio.CancelledError:
        ends.append("%s cancelled, size %d" % (name, q.qsize()))
        raise


async def putter(q):
    try:
        await q.put("never")
    except asyncio.CancelledError:
        ends.append("putter cancelled")
        raise


async def waiter(cond):
    async with cond:
        try:
            await cond.wait()
        except asyncio.CancelledError:
            ends.append("waiter cancelled")
            raise


async def main():
    # nobody else holds these when main has ended
    q = asyncio.Queue(2)
    lock = asyncio.Lock()
    full = asyncio.Queue(1)
    full.put_nowait(0)
    for name in ("a", "b", "c"):
        asyncio.create_task(worker(name, q, lock))
    asyncio.create_task(putter(full))
    asyncio.create_task(waiter(asyncio.Condition()))
    await asyncio.sleep(0)
    q.put_nowait("short")
    q.put_nowait("long")
    await asyncio.sleep(0.01)
    q.put_nowait("late")
    print("main ends")


asyncio.run(main())
for end in sorted(ends):
    print(end)
