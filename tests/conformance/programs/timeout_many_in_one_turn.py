import asyncio


def b(v):
    return "true" if v else "false"


async def work(name, delay, log):
    try:
        async with asyncio.timeout(delay):
            await log
    except TimeoutError:
        print(name, "TimeoutError")
    except asyncio.CancelledError:
        print(name, "CancelledError")
        raise


async def main():
    loop = asyncio.get_running_loop()
    # two tasks wait for the same future: the first time-out cancels it for both
    fut = loop.create_future()
    a = asyncio.create_task(work("a", -1, fut))
    c = asyncio.create_task(work("c", -1, fut))
    d = asyncio.create_task(work("d", 5, fut))
    await asyncio.wait([a, c, d])
    print(b(a.cancelled()), b(c.cancelled()), b(d.cancelled()))
    print("requests:", a.cancelling(), c.cancelling(), d.cancelling())

    # the future of one is the task of the other
    inner = asyncio.create_task(work("inner", -1, loop.create_future()))
    outer = asyncio.create_task(work("outer", -1, inner))
    await asyncio.wait([inner, outer])
    print(b(inner.cancelled()), b(outer.cancelled()))
    print("requests:", inner.cancelling(), outer.cancelling())

    # expiry while the result is on its way
    fut = loop.create_future()
    t = asyncio.create_task(work("late", None, fut))
    await asyncio.sleep(0)

    async def cancels_when_done():
        await fut
        print("the other waiter cancels:", b(t.cancel()))

    o = asyncio.create_task(cancels_when_done())
    await asyncio.sleep(0)
    fut.set_result(None)
    await asyncio.wait([t, o])
    print(b(t.cancelled()), b(o.cancelled()))


asyncio.run(main())
