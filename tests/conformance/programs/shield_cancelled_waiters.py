import asyncio


def b(v):
    return "true" if v else "false"


async def inner(name, fail):
    await asyncio.sleep(0.02)
    print(name, "ends")
    if fail:
        raise ValueError(name + " failed")
    return name


async def outer(name, t):
    try:
        print(name, "got", await asyncio.shield(t))
    except asyncio.CancelledError as e:
        print(name, "cancelled", str(e) or "none", "inner done:", b(t.done()))
        raise


async def nested(t):
    try:
        await asyncio.shield(outer("in shield", t))
    except asyncio.CancelledError:
        print("nested cancelled")
        raise


def handler(loop, context):
    print("handler:", type(context["exception"]).__name__, context["exception"])


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    t = asyncio.create_task(inner("one", False))
    w1 = asyncio.create_task(outer("w1", t))
    w2 = asyncio.create_task(outer("w2", t))
    n = asyncio.create_task(nested(t))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    w1.cancel("only w1")
    n.cancel()
    await asyncio.sleep(0)
    print("w1 done:", b(w1.done()), "w2 done:", b(w2.done()))
    await w2
    print("n cancelled:", b(n.cancelled()))

    t = asyncio.create_task(inner("two", True))
    w1 = asyncio.create_task(outer("w1", t))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    w1.cancel()
    await asyncio.wait([w1])
    await asyncio.sleep(0.04)
    print("inner done:", b(t.done()))
    del t, w1
    await asyncio.sleep(0)

    t = asyncio.create_task(inner("three", False))
    w1 = asyncio.create_task(outer("w1", t))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    w1.cancel("outer")
    t.cancel("inner")
    await asyncio.wait([w1, t])
    print(b(w1.cancelled()), b(t.cancelled()), w1.cancelling(), t.cancelling())


asyncio.run(main())
