import asyncio


def b(v):
    return "true" if v else "false"


async def main():
    loop = asyncio.get_running_loop()
    good = loop.create_future()
    good.set_result("good")
    bad = loop.create_future()
    bad.set_exception(ValueError("bad"))
    gone = loop.create_future()
    gone.cancel("gone")
    pending = loop.create_future()

    g = asyncio.gather(good, good)
    print("done at once:", b(g.done()), *g.result())
    g = asyncio.gather(good, bad, pending)
    print("done at once:", b(g.done()), "pending done:", b(pending.done()))
    try:
        await g
    except ValueError as e:
        print("ValueError", e)
    g = asyncio.gather(gone, good)
    print("done at once:", b(g.done()), "cancelled:", b(g.cancelled()))
    try:
        await g
    except asyncio.CancelledError as e:
        print("CancelledError", e)
    g = asyncio.gather(good, bad, gone, return_exceptions=True)
    print("done at once:", b(g.done()))
    print(*[type(r).__name__ if isinstance(r, BaseException) else r for r in await g])
    g = asyncio.gather(good, pending)
    g.add_done_callback(lambda f: print("callback", *f.result()))
    loop.call_soon(pending.set_result, "later")
    print(*await g)


asyncio.run(main())
