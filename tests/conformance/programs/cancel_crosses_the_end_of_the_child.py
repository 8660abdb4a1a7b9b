import asyncio


def b(v):
    return "true" if v else "false"


async def child(turns, fail):
    for i in range(turns):
        await asyncio.sleep(0)
    print("child ends")
    if fail:
        raise ValueError("child failed")
    return "child value"


async def parent(t):
    try:
        print("parent got", await t)
    except ValueError as e:
        print("parent caught", e)
    except asyncio.CancelledError:
        print("parent cancelled, child done:", b(t.done()), "child cancelled:", b(t.cancelled()))
        raise
    await asyncio.sleep(0)
    print("parent ends")


async def main():
    for fail in [False, True]:
        for turns in range(5):
            c = asyncio.create_task(child(2, fail))
            p = asyncio.create_task(parent(c))
            for i in range(turns):
                await asyncio.sleep(0)
            print("turns", turns, "cancel:", b(p.cancel()))
            await asyncio.wait([p, c])
            print("parent cancelled:", b(p.cancelled()), "child cancelled:", b(c.cancelled()),
                  "requests:", p.cancelling(), c.cancelling())


asyncio.run(main())
