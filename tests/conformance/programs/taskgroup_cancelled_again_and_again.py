import asyncio


async def slow(name):
    for i in range(3):
        try:
            await asyncio.sleep(0.02)
        except asyncio.CancelledError:
            print(name, "refuses", i)


async def owner():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(slow("a"))
    except asyncio.CancelledError as e:
        print("CancelledError", e, "requests:", asyncio.current_task().cancelling())
        raise


async def main():
    t = asyncio.create_task(owner())
    await asyncio.sleep(0.01)
    for i in range(3):
        print("cancel:", "true" if t.cancel("message " + str(i)) else "false")
        await asyncio.sleep(0.005)
    await asyncio.wait([t])
    print("cancelled:", "true" if t.cancelled() else "false")


asyncio.run(main())
