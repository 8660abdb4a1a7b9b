import asyncio


def b(v):
    return "true" if v else "false"


async def main():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(-1) as cm:
        # the expiry is queued already, but a reschedule takes it back
        cm.reschedule(loop.time() + 5)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        print("taken back")
    print("expired:", b(cm.expired()))
    try:
        async with asyncio.timeout(5) as cm:
            loop.call_soon(cm.reschedule, loop.time() - 1)
            for i in range(5):
                await asyncio.sleep(0)
                print("slept", i)
    except TimeoutError:
        print("TimeoutError")
    print("expired:", b(cm.expired()))
    try:
        async with asyncio.timeout(None) as cm:
            loop.call_later(0.01, cm.reschedule, loop.time() + 0.02)
            await asyncio.sleep(5)
    except TimeoutError:
        print("TimeoutError")
    print("expired:", b(cm.expired()))


asyncio.run(main())
