import asyncio


async def failing(delay):
    await asyncio.sleep(delay)
    raise ValueError("failed")


async def owner(name, waits):
    task = asyncio.current_task()
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing(0))
            if waits:
                await asyncio.sleep(5)
    except BaseException as e:
        print(name, type(e).__name__, "requests:", task.cancelling())
    try:
        await asyncio.sleep(0)
        print(name, "goes on")
    except asyncio.CancelledError:
        print(name, "cancelled afterwards, requests:", task.cancelling())


async def main():
    for waits in (True, False):
        where = "in the body" if waits else "in the group's wait"
        for turns in range(6):
            t = asyncio.create_task(owner(where + " after " + str(turns), waits))
            for _ in range(turns):
                await asyncio.sleep(0)
            t.cancel()
            await asyncio.wait([t])
            print("cancelled:", "true" if t.cancelled() else "false")


asyncio.run(main())
