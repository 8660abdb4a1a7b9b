import asyncio


def b(v):
    return "true" if v else "false"


async def inner(how):
    print("inner starts")
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError as e:
        print("inner cancelled", str(e) or "none")
        if how == "swallows":
            return "swallowed"
        if how == "fails":
            raise ValueError("clean-up")
        await asyncio.sleep(0)
        print("inner cleaned up")
        raise


async def attempt(label, awaitable, limit):
    try:
        print(label, "->", await asyncio.wait_for(awaitable, limit))
    except TimeoutError:
        print(label, "-> TimeoutError")
    except ValueError as e:
        print(label, "-> ValueError", e)
    except asyncio.CancelledError:
        print(label, "-> CancelledError")


async def started(how):
    t = asyncio.create_task(inner(how))
    await asyncio.sleep(0)
    return t


async def main():
    loop = asyncio.get_running_loop()
    await attempt("coroutine", inner("never starts"), 0)
    await attempt("negative", inner("never starts"), -1)
    await attempt("task", await started("passes on"), 0)
    await attempt("swallowing task", await started("swallows"), 0)
    await attempt("failing task", await started("fails"), 0)
    fut = loop.create_future()
    await attempt("future", fut, 0)
    print("future cancelled:", b(fut.cancelled()))
    fut = loop.create_future()
    fut.set_result("done")
    await attempt("done future", fut, 0)
    fut = loop.create_future()
    fut.set_exception(ValueError("failed"))
    await attempt("failed future", fut, 0)
    fut = loop.create_future()
    fut.cancel()
    await attempt("cancelled future", fut, 0)
    t = asyncio.create_task(inner("not started"))
    await attempt("task not started", t, 0)
    print("cancelled:", b(t.cancelled()))
    t = await started("passes on")
    a = asyncio.create_task(attempt("cancelled outside", t, 0))
    await asyncio.sleep(0)
    a.cancel()
    await asyncio.wait([a, t])
    print("requests:", asyncio.current_task().cancelling(), a.cancelling(), t.cancelling())


asyncio.run(main())
