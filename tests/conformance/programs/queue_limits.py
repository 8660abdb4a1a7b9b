import asyncio


def b(v):
    return "true" if v else "false"


async def main():
    for maxsize in (-1, 0, 1, 2):
        q = asyncio.Queue(maxsize)
        added = 0
        try:
            for i in range(5):
                q.put_nowait(i)
                added += 1
        except asyncio.QueueFull as e:
            print(type(e).__name__, end=" ")
        print("maxsize", q.maxsize, "added", added, "full:", b(q.full()), "empty:", b(q.empty()))
        for i in range(added):
            await q.get()
        print("full:", b(q.full()), "empty:", b(q.empty()), "size", q.qsize())
    # cancelled, but nothing to wait for
    q = asyncio.Queue()

    async def cancels_itself():
        asyncio.current_task().cancel()
        await q.put("there")
        print("put although cancelled")
        print("got", await q.get())
        await q.get()

    t = asyncio.create_task(cancels_itself())
    await asyncio.wait([t])
    print("cancelled:", b(t.cancelled()))
    # a line of getters of which every second one is cancelled
    async def getter(i):
        print(i, "got", await q.get())

    ts = [asyncio.create_task(getter(i)) for i in range(6)]
    await asyncio.sleep(0)
    for t in ts[::2]:
        t.cancel()
    for i in range(3):
        q.put_nowait(10 + i)
    await asyncio.wait(ts)
    print("cancelled:", " ".join(b(t.cancelled()) for t in ts), "size", q.qsize())


asyncio.run(main())
