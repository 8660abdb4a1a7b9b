import asyncio


def b(v):
    return "true" if v else "false"


async def child(name, how):
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError as e:
        print(name, "cancelled", str(e) or "none")
        if how == "swallows":
            return name
        if how == "fails":
            raise ValueError(name)
        if how == "slow":
            await asyncio.sleep(0)
            print(name, "cleaned up")
        raise


async def parent(hows, return_exceptions):
    try:
        results = await asyncio.gather(*[child("c%d" % i, how) for i, how in enumerate(hows)],
                                       return_exceptions=return_exceptions)
        print("results", *results)
    except ValueError as e:
        print("parent ValueError", e)
    except asyncio.CancelledError as e:
        print("parent CancelledError", str(e) or "none")
        raise


async def main():
    for hows in [["passes", "passes"], ["swallows", "swallows"], ["swallows", "passes"],
                 ["passes", "swallows"], ["fails", "passes"], ["slow", "passes"],
                 ["passes", "slow"], ["slow", "fails"]]:
        for return_exceptions in [False, True]:
            print("--", *hows, b(return_exceptions))
            p = asyncio.create_task(parent(hows, return_exceptions))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            print("cancel:", b(p.cancel("stop")))
            await asyncio.wait([p])
            print("cancelled:", b(p.cancelled()), "requests:", p.cancelling())
            await asyncio.sleep(0)
            await asyncio.sleep(0)


asyncio.run(main())
