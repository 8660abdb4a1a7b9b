import asyncio


async def getter(name, q):
    print(name, "got", await q.get())


async def putter(name, q):
    await q.put(name)
    print(name, "put")


async def main():
    q = asyncio.Queue(1)
    ts = [asyncio.create_task(getter(n, q)) for n in ("a", "b", "c")]
    await asyncio.sleep(0)
    # woken, but somebody was faster: to the end of the line
    q.put_nowait(1)
    print("main got", q.get_nowait())
    await asyncio.sleep(0)
    for item in (2, 3, 4):
        await q.put(item)
        await asyncio.sleep(0)
    await asyncio.wait(ts)
    # the same for those who put
    q.put_nowait("first")
    ts = [asyncio.create_task(putter(n, q)) for n in ("x", "y", "z")]
    await asyncio.sleep(0)
    print("main got", q.get_nowait())
    q.put_nowait("faster")
    await asyncio.sleep(0)
    for i in range(4):
        print("main got", q.get_nowait())
        await asyncio.sleep(0)
    await asyncio.wait(ts)
    print("size", q.qsize())
    # two items at once, and one is taken
    big = asyncio.Queue()
    ts = [asyncio.create_task(getter(n, big)) for n in ("d", "e", "f")]
    await asyncio.sleep(0)
    big.put_nowait(1)
    big.put_nowait(2)
    print("main got", big.get_nowait())
    await asyncio.sleep(0)
    big.put_nowait(3)
    big.put_nowait(4)
    await asyncio.wait(ts)
    print("size", big.qsize())


asyncio.run(main())
