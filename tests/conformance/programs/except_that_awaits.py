import asyncio


async def ask(where):
    print("asking", where)
    await asyncio.sleep(0.01)
    if where == "near":
        raise TimeoutError("too slow")
    if where == "nowhere":
        raise ValueError("no such place")
    return "answer from " + where


async def answer(first, second):
    try:
        return await ask(first)
    except TimeoutError as e:
        await asyncio.sleep(0.01)
        print("TimeoutError", e)
        return await ask(second)


async def attempt(first, second):
    try:
        print(await answer(first, second))
    except (TimeoutError, ValueError) as e:
        print(type(e).__name__, e)


async def stops_when_cancelled():
    try:
        await asyncio.sleep(5)
        print("never printed")
    except asyncio.CancelledError as e:
        await asyncio.sleep(0.01)
        print("stopped:", e)


async def main():
    await attempt("far", "never asked")
    await attempt("near", "far")
    await attempt("near", "nowhere")
    await attempt("nowhere", "far")
    await attempt("near", "near")

    t = asyncio.create_task(stops_when_cancelled())
    await asyncio.sleep(0.01)
    t.cancel("enough")
    await t
    print("cancelled:", "true" if t.cancelled() else "false", "requests:", t.cancelling())

    # Cancelled in the handler.
    t = asyncio.create_task(answer("near", "far"))
    await asyncio.sleep(0.015)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError")


asyncio.run(main())
