import asyncio


async def clumsy():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        raise ValueError("clean-up failed")


async def owner():
    task = asyncio.current_task()
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(clumsy())
    except ExceptionGroup as eg:
        print(eg, "requests:", task.cancelling())
        for e in eg.exceptions:
            print(type(e).__name__, e)
    print("goes on until the next await")
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        print("CancelledError, requests:", task.cancelling())
    await asyncio.sleep(0)
    print("only once")
    return "swallowed"


async def forgetful():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(clumsy())
    except ExceptionGroup:
        print("handled, and no await comes")
    return "lost"


async def main():
    t = asyncio.create_task(owner())
    await asyncio.sleep(0.01)
    t.cancel()
    print(await t, t.cancelling())

    t = asyncio.create_task(forgetful())
    await asyncio.sleep(0.01)
    t.cancel()
    await asyncio.wait([t])
    print("cancelled:", "true" if t.cancelled() else "false")


asyncio.run(main())
