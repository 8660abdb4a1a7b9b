import asyncio


async def child(name, delay=None, fails=False):
    print("begins", name)
    try:
        if delay is not None:
            await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print("cancelled", name)
        raise
    if fails:
        raise ValueError(name)
    print("ends", name)
    return name


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(child("a"))
        b = tg.create_task(child("b", 0.01))
        print("body:", "true" if a.done() else "false", "true" if b.done() else "false")
    print(a.result(), b.result())

    # It fails before create_task returns; the body does not await any more.
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(child("f", fails=True))
            print("body ends")
    except ExceptionGroup as eg:
        print(eg, "requests:", asyncio.current_task().cancelling())
    await asyncio.sleep(0)
    print("end")


asyncio.run(main())
