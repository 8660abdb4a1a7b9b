import asyncio


async def canceller(t):
    await asyncio.sleep(0)
    print("cancelling main")
    t.cancel("from a child")


async def main():
    asyncio.create_task(canceller(asyncio.current_task()))
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError as e:
        print("main cancelled", e)
        raise


try:
    asyncio.run(main())
except asyncio.CancelledError as e:
    print("run raises CancelledError", e)


async def cancels_itself():
    asyncio.current_task().cancel()
    return "lost"


try:
    print(asyncio.run(cancels_itself()))
except asyncio.CancelledError:
    print("run raises CancelledError again")
