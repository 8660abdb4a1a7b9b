import asyncio


async def branch(tg, name, depth):
    print("begins", name)
    if depth > 0:
        tg.create_task(branch(tg, name + "l", depth - 1), name="task " + name + "l")
        tg.create_task(branch(tg, name + "r", depth - 1))
    await asyncio.sleep(0.01)
    print("ends", name)


async def main():
    async with asyncio.TaskGroup() as tg:
        t = tg.create_task(branch(tg, "x", 2), name="root")
        print("body ends", t.get_name())
    print("after the group")

    async def fails(tg):
        tg.create_task(asyncio.sleep(5))
        await asyncio.sleep(0)
        raise ValueError("failed")

    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fails(tg))
    except ExceptionGroup as eg:
        print(eg)


asyncio.run(main())
