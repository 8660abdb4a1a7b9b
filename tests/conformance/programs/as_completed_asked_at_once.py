import asyncio


async def child(name, delay):
    await asyncio.sleep(delay)
    return name


async def reader(who, next_one):
    try:
        print(who, "got", await next_one)
    except asyncio.CancelledError:
        print(who, "cancelled")
        raise
    except TimeoutError:
        print(who, "TimeoutError")


async def main():
    # All are asked for at the beginning: who waits first gets the first.
    nexts = list(asyncio.as_completed([child("a", 0.03), child("b", 0.01), child("c", 0.02)]))
    print("asked for", len(nexts))
    await asyncio.gather(reader("x", nexts[2]), reader("y", nexts[0]), reader("z", nexts[1]))

    # One that is cancelled while it waits leaves what comes to the others.
    nexts = list(asyncio.as_completed([child("d", 0.01), child("e", 0.02)]))
    x = asyncio.create_task(reader("x", nexts[0]))
    y = asyncio.create_task(reader("y", nexts[1]))
    await asyncio.sleep(0)
    x.cancel()
    await asyncio.wait([x, y])

    # One that is cancelled when it was woken already passes that on.
    loop = asyncio.get_running_loop()
    futures = [loop.create_future(), loop.create_future()]
    nexts = list(asyncio.as_completed(futures))
    x = asyncio.create_task(reader("x", nexts[0]))
    y = asyncio.create_task(reader("y", nexts[1]))
    await asyncio.sleep(0)
    futures[1].set_result("second")
    loop.call_soon(x.cancel)
    await asyncio.wait([x, y])
    futures[0].cancel()

    # The time is up for several who wait.
    nexts = list(asyncio.as_completed([loop.create_future(), loop.create_future()], timeout=0.01))
    await asyncio.gather(reader("x", nexts[0]), reader("y", nexts[1]))


asyncio.run(main())
