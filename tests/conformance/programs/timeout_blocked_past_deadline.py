import asyncio
import time


def b(v):
    return "true" if v else "false"


async def main():
    try:
        async with asyncio.timeout(0.01) as cm:
            time.sleep(0.03)
            print("blocked")
            await asyncio.sleep(0)
            print("one yield survived")
            await asyncio.sleep(0)
            print("not reached")
    except TimeoutError:
        print("TimeoutError")
    async with asyncio.timeout(0.01) as cm:
        time.sleep(0.03)
    print("expired:", b(cm.expired()), "requests:", asyncio.current_task().cancelling())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("end")


asyncio.run(main())
