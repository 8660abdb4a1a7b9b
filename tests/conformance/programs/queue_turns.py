import asyncio


async def ticker(turns):
    for turn in range(turns):
        print("turn", turn)
        await asyncio.sleep(0)


async def getter(name, q):
    print(name, "got", await q.get())


async def putter(name, q, item):
    await q.put(item)
    print(name, "put", item, "size", q.qsize())


async def main():
    q = asyncio.Queue(2)
    ticks = asyncio.create_task(ticker(8))
    # nothing to wait for: no turn passes
    await q.put(1)
    await q.put(2)
    print("got", await q.get(), await q.get())
    ts = [asyncio.create_task(getter(n, q)) for n in ("g1", "g2", "g3")]
    await asyncio.sleep(0)
    print("put without waiting")
    q.put_nowait("a")
    q.put_nowait("b")
    await asyncio.sleep(0)
    print("size", q.qsize())
    ts += [asyncio.create_task(putter("p%d" % i, q, i)) for i in range(5)]
    await asyncio.sleep(0)
    print("size", q.qsize())
    await asyncio.sleep(0)
    print("got", q.get_nowait(), "size", q.qsize())
    print("got", await q.get(), "size", q.qsize())
    await asyncio.sleep(0)
    print("size", q.qsize())
    while not q.empty():
        print("got", q.get_nowait())
        await asyncio.sleep(0)
    await asyncio.wait(ts + [ticks])


asyncio.run(main())
