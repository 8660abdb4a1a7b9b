import asyncio


def b(v):
    return "true" if v else "false"


async def inner(how):
    if how == "value":
        return "value"
    if how == "fails":
        raise ValueError("inner")
    if how == "own TimeoutError":
        raise TimeoutError("own")
    if how == "cancels itself":
        asyncio.current_task().cancel("self")
        await asyncio.sleep(0)
    if how == "raises CancelledError":
        raise asyncio.CancelledError("by hand")
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        if how == "fails in clean-up":
            raise ValueError("clean-up")
        if how == "value in clean-up":
            return "late value"
        raise


async def attempt(how, limit, as_task):
    awaitable = inner(how)
    if as_task:
        awaitable = asyncio.create_task(awaitable)
        await asyncio.sleep(0)
    try:
        print(how, "->", await asyncio.wait_for(awaitable, limit))
    except ValueError as e:
        print(how, "-> ValueError", e)
    except TimeoutError as e:
        print(how, "-> TimeoutError", str(e) == "own" and "own" or "of wait_for")
    except asyncio.CancelledError as e:
        print(how, "-> CancelledError", str(e) or "none")
        raise


async def main():
    for as_task in [False, True]:
        for how in ["value", "fails", "own TimeoutError", "cancels itself", "raises CancelledError",
                    "fails in clean-up", "value in clean-up", "times out"]:
            t = asyncio.create_task(attempt(how, 0.005, as_task))
            await asyncio.wait([t])
            print("cancelled:", b(t.cancelled()), "requests:", t.cancelling())


asyncio.run(main())
