import asyncio


def b(v):
    return "true" if v else "false"


async def by_hand():
    await asyncio.sleep(0)
    raise asyncio.CancelledError("by hand")


async def converts():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        raise ValueError("converted")


async def replaces():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        raise asyncio.CancelledError("replaced")


async def main():
    t = asyncio.create_task(by_hand())
    try:
        await t
    except asyncio.CancelledError as e:
        print("caught", e)
    print("cancelled:", b(t.cancelled()), "requests:", t.cancelling())
    t = asyncio.create_task(converts())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except ValueError as e:
        print("caught", e)
    print("cancelled:", b(t.cancelled()), "requests:", t.cancelling())
    t = asyncio.create_task(replaces())
    await asyncio.sleep(0)
    t.cancel("original")
    try:
        await t
    except asyncio.CancelledError as e:
        print("caught", e)
    print("cancelled:", b(t.cancelled()), "requests:", t.cancelling())
    print("cancel of a done task:", b(t.cancel()), t.cancelling())
    try:
        await by_hand()
    except asyncio.CancelledError as e:
        print("caught inline", e, "requests:", asyncio.current_task().cancelling())


asyncio.run(main())
