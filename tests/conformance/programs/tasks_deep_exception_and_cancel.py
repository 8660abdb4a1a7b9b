import asyncio


async def deep(n, fail):
    try:
        if n > 0:
            return await deep(n - 1, fail) + 1
        await asyncio.sleep(0)
        if fail:
            raise ValueError("bottom")
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        if n % 50 == 0:
            print("cancelled at", n)
        raise
    except ValueError:
        if n % 50 == 0:
            print("failed at", n)
        raise


async def main():
    t = asyncio.create_task(deep(150, True))
    try:
        await t
    except ValueError as e:
        print("main caught", e)
    t = asyncio.create_task(deep(150, False))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel("deep message")
    try:
        await t
    except asyncio.CancelledError as e:
        print("main caught", e)


asyncio.run(main())
