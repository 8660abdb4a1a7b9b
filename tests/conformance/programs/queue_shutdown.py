import asyncio


async def getter(name, q):
    try:
        while True:
            print(name, "got", await q.get())
    except asyncio.QueueShutDown as e:
        print(name, type(e).__name__)


async def putter(name, q):
    try:
        await q.put(name)
        print(name, "put")
    except asyncio.QueueShutDown as e:
        print(name, type(e).__name__)


def attempt(label, what, *arguments):
    try:
        print(label, what(*arguments))
    except (asyncio.QueueShutDown, asyncio.QueueEmpty, asyncio.QueueFull) as e:
        print(label, type(e).__name__)


async def main():
    print("-- getters wait")
    q = asyncio.Queue()
    ts = [asyncio.create_task(getter(n, q)) for n in ("a", "b")]
    await asyncio.sleep(0)
    q.put_nowait(1)
    q.shutdown()
    attempt("put_nowait", q.put_nowait, 2)
    await asyncio.wait(ts)
    print("size", q.qsize())
    attempt("get_nowait", q.get_nowait)
    print("-- putters wait")
    q = asyncio.Queue(1)
    q.put_nowait(1)
    ts = [asyncio.create_task(putter(n, q)) for n in ("a", "b")]
    await asyncio.sleep(0)
    attempt("full put_nowait", q.put_nowait, 2)
    q.shutdown()
    attempt("full put_nowait", q.put_nowait, 2)
    await asyncio.wait(ts)
    print("size", q.qsize())
    attempt("get_nowait", q.get_nowait)
    attempt("get_nowait", q.get_nowait)
    await putter("late", q)
    await getter("late", q)
    print("-- a putter was woken")
    q = asyncio.Queue(1)
    q.put_nowait(1)
    ts = [asyncio.create_task(putter(n, q)) for n in ("a", "b")]
    await asyncio.sleep(0)
    attempt("get_nowait", q.get_nowait)
    q.shutdown()
    await asyncio.wait(ts)
    print("size", q.qsize())
    print("-- twice")
    q = asyncio.Queue()
    q.put_nowait(1)
    q.shutdown()
    q.shutdown()
    await getter("only", q)
    q.shutdown(immediate=True)
    await getter("only", q)


asyncio.run(main())
