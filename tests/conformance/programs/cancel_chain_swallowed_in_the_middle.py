import asyncio


def b(v):
    return "true" if v else "false"


async def inner():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError as e:
        print("inner cancelled", e)
        await asyncio.sleep(0)
        raise


async def middle(t):
    try:
        await t
    except asyncio.CancelledError as e:
        print("middle swallows", e, "requests:", asyncio.current_task().cancelling())
    return "middle value"


async def outer(t):
    print("outer got", await t, "requests:", asyncio.current_task().cancelling())
    await asyncio.sleep(0)
    print("outer slept")
    return "outer value"


async def main():
    i = asyncio.create_task(inner())
    m = asyncio.create_task(middle(i))
    o = asyncio.create_task(outer(m))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("cancel:", b(o.cancel("stop")))
    print("requests:", i.cancelling(), m.cancelling(), o.cancelling())
    print(await o)
    print(b(i.cancelled()), b(m.cancelled()), b(o.cancelled()))


asyncio.run(main())
