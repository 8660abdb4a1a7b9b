import asyncio


def b(v):
    return "true" if v else "false"


async def putter(name, q):
    try:
        await q.put(name)
        print(name, "put")
    except asyncio.CancelledError:
        print(name, "cancelled, size", q.qsize())
        raise


async def attempt(label, before, takes, after, refill=0):
    print("--", label)
    q = asyncio.Queue(2)
    q.put_nowait("one")
    q.put_nowait("two")
    ts = [asyncio.create_task(putter(n, q)) for n in ("a", "b", "c")]
    await asyncio.sleep(0)
    for i in before:
        ts[i].cancel()
    for i in range(takes):
        print("main got", q.get_nowait())
    for i in range(refill):
        q.put_nowait("refill")
    for i in after:
        ts[i].cancel()
    for turn in range(4):
        print("turn", turn, "size", q.qsize())
        await asyncio.sleep(0)
    print("done:", " ".join(b(t.done()) for t in ts))
    while not q.empty():
        print("left", q.get_nowait())
        await asyncio.sleep(0)
    await asyncio.wait(ts)


async def main():
    await attempt("nobody", [], 1, [])
    await attempt("a blocked", [0], 1, [])
    await attempt("a woken", [], 1, [0])
    await attempt("a and b woken", [], 2, [0, 1])
    await attempt("a blocked, b woken", [0], 1, [1])
    await attempt("a woken, its place taken", [], 1, [0], 1)
    await attempt("a woken, one of two places taken", [], 2, [0], 1)
    await attempt("all blocked", [0, 1, 2], 0, [])


asyncio.run(main())
