import asyncio


async def sleeper(name, delay):
    try:
        await asyncio.sleep(delay)
        print(name, "slept")
    except asyncio.CancelledError:
        print(name, "cancelled")


async def main():
    loop = asyncio.get_running_loop()
    zero = asyncio.create_task(sleeper("zero", 0))
    long = asyncio.create_task(sleeper("long", 5))
    other = asyncio.create_task(sleeper("other", 0))
    await asyncio.sleep(0)
    loop.call_soon(print, "soon 1")
    long.cancel()
    loop.call_soon(print, "soon 2")
    zero.cancel()
    await asyncio.wait([zero, long, other])


asyncio.run(main())
