import asyncio


def b(v):
    return "true" if v else "false"


async def sleeper():
    me = asyncio.current_task()
    for i in range(3):
        try:
            await asyncio.sleep(0 if i == 1 else 5)
            print("slept", i)
        except asyncio.CancelledError as e:
            print("cancelled", i, e, "requests:", me.cancelling())
    return "end"


async def main():
    t = asyncio.create_task(sleeper())
    await asyncio.sleep(0)
    t.cancel("waiting on a timer")
    print("uncancel:", t.uncancel())
    await asyncio.sleep(0)
    # now it is in sleep(0): the request is pending
    t.cancel("in a bare yield")
    print("uncancel:", t.uncancel())
    await asyncio.sleep(0)
    t.cancel("in the last sleep")
    print(await t, "cancelled:", b(t.cancelled()), "requests:", t.cancelling())


asyncio.run(main())
