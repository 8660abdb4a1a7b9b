import asyncio


def b(v):
    return "true" if v else "false"


async def waits(name, q, limit):
    try:
        print(name, "got", await asyncio.wait_for(q.get(), limit))
    except asyncio.TimeoutError:
        print(name, "gave up, size", q.qsize())


async def puts(name, q, limit):
    try:
        await asyncio.wait_for(q.put(name), limit)
        print(name, "put")
    except asyncio.TimeoutError:
        print(name, "gave up, size", q.qsize())


async def main():
    q = asyncio.Queue(1)
    ts = [asyncio.create_task(waits(n, q, t)) for n, t in (("a", 0.01), ("b", 1), ("c", 0.03))]
    await asyncio.sleep(0.05)
    await q.put("item")
    await asyncio.wait(ts)
    await q.put("full")
    ts = [asyncio.create_task(puts(n, q, t)) for n, t in (("d", 0.01), ("e", 1), ("f", 0.03))]
    await asyncio.sleep(0.05)
    print("got", await q.get())
    await asyncio.wait(ts)
    print("got", await q.get(), "empty:", b(q.empty()))
    # the item comes in the very step in which the time is up
    loop = asyncio.get_running_loop()
    for label, cancel_first in (("cancel, then put", True), ("put, then cancel", False)):
        print(label)
        t = asyncio.create_task(q.get())
        other = asyncio.create_task(waits("other", q, 1))
        await asyncio.sleep(0)
        if cancel_first:
            t.cancel()
        q.put_nowait("precious")
        if not cancel_first:
            t.cancel()
        await asyncio.wait([t, other])
        print("cancelled:", b(t.cancelled()), "size", q.qsize())
    # there at once, and no time at all
    q.put_nowait("there")
    await waits("g", q, 0)
    await waits("h", q, 0.01)


asyncio.run(main())
