import asyncio


async def waits(name, futs, **options):
    await asyncio.wait(futs, **options)
    print(name, "wakes")


async def awaits(name, fut):
    await fut
    print(name, "wakes")


async def main():
    loop = asyncio.get_running_loop()
    a = loop.create_future()
    z = loop.create_future()
    tasks = [asyncio.create_task(t) for t in [
        waits("w1", [a, z]), awaits("a1", a), waits("w2", [z, a],
                                                   return_when=asyncio.FIRST_COMPLETED),
        awaits("z1", z), waits("w3", [a]), awaits("a2", a)]]
    await asyncio.sleep(0)
    loop.call_soon(print, "soon")
    z.set_result(None)
    a.set_result(None)
    loop.call_soon(print, "soon after")
    loop.call_soon(loop.call_soon, print, "soon after that")
    await asyncio.gather(*tasks)
    print("main wakes")


asyncio.run(main())
