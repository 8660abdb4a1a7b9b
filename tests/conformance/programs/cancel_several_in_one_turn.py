import asyncio


def b(v):
    return "true" if v else "false"


async def child(name):
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError as e:
        print(name, "cancelled", str(e) or "none")
        raise


async def watcher(name, t):
    try:
        await t
    except asyncio.CancelledError as e:
        print(name, "sees", str(e) or "none", "requests:", asyncio.current_task().cancelling())
        raise


async def main():
    c = asyncio.create_task(child("c"))
    w = asyncio.create_task(watcher("w", c))
    v = asyncio.create_task(watcher("v", w))
    for i in range(3):
        await asyncio.sleep(0)
    c.cancel("first, to the child")
    w.cancel("second, to the watcher")
    v.cancel("third, to the watcher's watcher")
    print("requests:", c.cancelling(), w.cancelling(), v.cancelling())
    await asyncio.wait([v])
    print(b(c.cancelled()), b(w.cancelled()), b(v.cancelled()))

    c = asyncio.create_task(child("c"))
    w = asyncio.create_task(watcher("w", c))
    v = asyncio.create_task(watcher("v", w))
    for i in range(3):
        await asyncio.sleep(0)
    v.cancel("first, to the watcher's watcher")
    c.cancel("second, to the child")
    print("requests:", c.cancelling(), w.cancelling(), v.cancelling())
    await asyncio.wait([v])


asyncio.run(main())
