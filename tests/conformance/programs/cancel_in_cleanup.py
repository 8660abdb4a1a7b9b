import asyncio


def b(v):
    return "true" if v else "false"


async def stubborn(times):
    me = asyncio.current_task()
    while True:
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError as e:
            times -= 1
            print("cancelled", e, "requests:", me.cancelling(), "left:", times)
            if times == 0:
                raise


async def main():
    t = asyncio.create_task(stubborn(3))
    await asyncio.sleep(0)
    n = 0
    while not t.done():
        n += 1
        t.cancel("request %d" % n)
        await asyncio.sleep(0)
    print("done after", n, "cancelled:", b(t.cancelled()), "requests:", t.cancelling())
    try:
        await t
    except asyncio.CancelledError as e:
        print("main caught", e)


asyncio.run(main())
