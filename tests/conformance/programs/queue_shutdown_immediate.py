import asyncio


def b(v):
    return "true" if v else "false"


async def joiner(name, q):
    await q.join()
    print(name, "joined")


async def getter(name, q):
    try:
        print(name, "got", await q.get())
    except asyncio.QueueShutDown as e:
        print(name, type(e).__name__)


async def putter(name, q):
    try:
        await q.put(name)
        print(name, "put")
    except asyncio.QueueShutDown as e:
        print(name, type(e).__name__)


async def main():
    print("-- all still in the queue")
    q = asyncio.Queue(3)
    for i in range(3):
        q.put_nowait(i)
    ts = [asyncio.create_task(joiner("j", q)), asyncio.create_task(putter("p", q))]
    await asyncio.sleep(0)
    q.shutdown(immediate=True)
    print("size", q.qsize(), "full:", b(q.full()), "empty:", b(q.empty()))
    await asyncio.wait(ts)
    await getter("late", q)
    try:
        q.task_done()
    except ValueError as e:
        print(type(e).__name__)
    print("-- one is worked on")
    q = asyncio.Queue()
    for i in range(3):
        q.put_nowait(i)
    print("got", await q.get())
    t = asyncio.create_task(joiner("j", q))
    await asyncio.sleep(0)
    q.shutdown(immediate=True)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("joined:", b(t.done()))
    q.task_done()
    await t
    print("-- a getter was woken")
    q = asyncio.Queue()
    ts = [asyncio.create_task(getter(n, q)) for n in ("a", "b")]
    await asyncio.sleep(0)
    q.put_nowait(1)
    q.shutdown(immediate=True)
    await asyncio.wait(ts)
    print("-- first gently, then at once")
    q = asyncio.Queue()
    q.put_nowait(1)
    q.shutdown()
    t = asyncio.create_task(joiner("j", q))
    await asyncio.sleep(0)
    print("joined:", b(t.done()), "size", q.qsize())
    q.shutdown(immediate=True)
    await t
    print("-- cancelled and shut down")
    q = asyncio.Queue()
    ts = [asyncio.create_task(getter(n, q)) for n in ("a", "b")]
    await asyncio.sleep(0)
    ts[0].cancel()
    q.shutdown()
    ts[1].cancel()
    await asyncio.wait(ts)
    print("cancelled:", b(ts[0].cancelled()), b(ts[1].cancelled()))


asyncio.run(main())
