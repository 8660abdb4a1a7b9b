import asyncio


def b(v):
    return "true" if v else "false"


async def work():
    me = asyncio.current_task()
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("cleaning up, requests:", me.cancelling())
        try:
            async with asyncio.timeout(0.01):
                await asyncio.sleep(5)
        except TimeoutError:
            print("clean-up timed out, requests:", me.cancelling())
        try:
            await asyncio.wait_for(asyncio.sleep(5), 0.01)
        except TimeoutError:
            print("wait_for timed out, requests:", me.cancelling())
        raise


async def main():
    t = asyncio.create_task(work())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.wait([t])
    print("cancelled:", b(t.cancelled()), "requests:", t.cancelling())


asyncio.run(main())
