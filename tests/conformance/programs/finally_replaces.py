import asyncio


async def work(fails, clean_up_fails):
    try:
        await asyncio.sleep(0)
        if fails:
            raise ValueError("body")
        return "result"
    finally:
        await asyncio.sleep(0)
        if clean_up_fails:
            raise LookupError("clean-up")


async def nested():
    try:
        try:
            await asyncio.sleep(5)
        finally:
            await asyncio.sleep(0.01)
            print("inner clean-up")
    finally:
        await asyncio.sleep(0.01)
        print("outer clean-up")


async def main():
    for fails in (False, True):
        for clean_up_fails in (False, True):
            try:
                print(await work(fails, clean_up_fails))
            except (ValueError, LookupError) as e:
                print(type(e).__name__, e)

    t = asyncio.create_task(nested())
    await asyncio.sleep(0.01)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError")

    # A failure of the clean-up takes the place of the CancelledError.
    async def clumsy():
        try:
            await asyncio.sleep(5)
        finally:
            await asyncio.sleep(0)
            raise LookupError("clumsy")

    t = asyncio.create_task(clumsy())
    await asyncio.sleep(0.01)
    t.cancel()
    try:
        await t
    except LookupError as e:
        print("LookupError", e, "cancelled:", "true" if t.cancelled() else "false")


asyncio.run(main())
