import asyncio


def b(v):
    return "true" if v else "false"


async def getter(name, q):
    try:
        print(name, "got", await q.get())
    except asyncio.CancelledError:
        print(name, "cancelled, size", q.qsize())
        raise


async def attempt(label, before, items, after, take=0):
    print("--", label)
    q = asyncio.Queue()
    ts = [asyncio.create_task(getter(n, q)) for n in ("a", "b", "c")]
    await asyncio.sleep(0)
    for i in before:
        ts[i].cancel()
    for i in range(items):
        q.put_nowait(i)
    for i in range(take):
        print("main got", q.get_nowait())
    for i in after:
        ts[i].cancel()
    for turn in range(4):
        print("turn", turn, "size", q.qsize())
        await asyncio.sleep(0)
    print("done:", " ".join(b(t.done()) for t in ts))
    while not all(t.done() for t in ts):
        q.put_nowait("more")
        await asyncio.sleep(0)
    while not q.empty():
        print("left", q.get_nowait())


async def main():
    await attempt("nobody", [], 1, [])
    await attempt("a blocked", [0], 1, [])
    await attempt("a woken", [], 1, [0])
    await attempt("a and b woken", [], 2, [0, 1])
    await attempt("a blocked, b woken", [0], 1, [1])
    await attempt("all woken", [], 3, [0, 1, 2])
    await attempt("a woken, its item taken", [], 1, [0], 1)
    await attempt("a woken, one of two items taken", [], 2, [0], 1)
    await attempt("nobody, the item taken", [], 1, [], 1)


asyncio.run(main())
