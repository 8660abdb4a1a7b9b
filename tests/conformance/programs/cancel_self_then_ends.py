import asyncio


def b(v):
    return "true" if v else "false"


async def child(how):
    me = asyncio.current_task()
    me.cancel("from " + how)
    if how == "return":
        return "value"
    elif how == "raise":
        raise ValueError("instead")
    elif how == "await a done future":
        fut = asyncio.get_running_loop().create_future()
        fut.set_result("done")
        return await fut
    elif how == "sleep":
        await asyncio.sleep(5)
    elif how == "sleep zero":
        await asyncio.sleep(0)
    elif how == "catch":
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError as e:
            print("caught", e, "requests:", me.cancelling())
        await asyncio.sleep(0)
        return "value"
    elif how == "uncancel":
        print("uncancel gives", me.uncancel())
        await asyncio.sleep(0)
        return "value"
    elif how == "twice":
        me.cancel("second")
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError as e:
            print("caught", e, "requests:", me.cancelling())
        await asyncio.sleep(0)
        return "only one was delivered"
    return "not reached"


async def main():
    for how in ["return", "raise", "await a done future", "sleep", "sleep zero", "catch",
                "uncancel", "twice"]:
        t = asyncio.create_task(child(how))
        try:
            print(how, "->", await t)
        except ValueError as e:
            print(how, "-> ValueError", e)
        except asyncio.CancelledError as e:
            print(how, "-> CancelledError", e)
        print("cancelled:", b(t.cancelled()), "requests:", t.cancelling())


asyncio.run(main())
