import asyncio


async def child(name, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print("child", name, "cancelled")
        raise
    print("child", name, "ends")
    return name


async def consumer(tasks):
    for next_one in asyncio.as_completed(tasks):
        try:
            print("got", await next_one)
        except asyncio.CancelledError:
            print("CancelledError, requests:", asyncio.current_task().cancelling())


async def main():
    # A child that was cancelled: whoever awaits it gets the CancelledError.
    tasks = [asyncio.create_task(child("a", 5)), asyncio.create_task(child("b", 0.01))]
    t = asyncio.create_task(consumer(tasks))
    await asyncio.sleep(0)
    tasks[0].cancel()
    await t

    # The consumer is cancelled: the children go on.
    tasks = [asyncio.create_task(child("c", 0.02)), asyncio.create_task(child("d", 0.03))]
    t = asyncio.create_task(consumer(tasks))
    await asyncio.sleep(0.01)
    t.cancel()
    await t
    await asyncio.sleep(0.05)
    print(tasks[0].result(), tasks[1].result())


asyncio.run(main())
