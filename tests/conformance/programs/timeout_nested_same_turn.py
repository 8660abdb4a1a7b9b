import asyncio


def b(v):
    return "true" if v else "false"


async def nested(label, outer_delay, inner_delay, swallow):
    outer = inner = None
    try:
        async with asyncio.timeout(outer_delay) as outer:
            try:
                async with asyncio.timeout(inner_delay) as inner:
                    try:
                        await asyncio.sleep(5)
                    except asyncio.CancelledError:
                        print("body cancelled, requests:", asyncio.current_task().cancelling())
                        if not swallow:
                            raise
            except TimeoutError:
                print("inner TimeoutError")
            except asyncio.CancelledError:
                print("inner CancelledError")
                raise
            await asyncio.sleep(0)
            print("outer goes on")
    except TimeoutError:
        print("outer TimeoutError")
    print(label, "outer:", b(outer.expired()), "inner:", b(inner.expired()), "requests:",
          asyncio.current_task().cancelling())


async def main():
    for swallow in [False, True]:
        await nested("both past", -1, -1, swallow)
        await nested("outer past", -1, 5, swallow)
        await nested("inner past", 5, -1, swallow)
        await nested("inner sooner", 0.03, 0.01, swallow)
        await nested("outer sooner", 0.01, 0.03, swallow)


asyncio.run(main())
