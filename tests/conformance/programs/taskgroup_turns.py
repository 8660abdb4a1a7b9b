import asyncio

turns = 0


def count(loop):
    global turns
    turns += 1
    loop.call_soon(count, loop)


async def nothing():
    pass


async def failing():
    raise ValueError("failed")


async def main():
    asyncio.get_running_loop().call_soon(count, asyncio.get_running_loop())
    await asyncio.sleep(0)

    before = turns
    async with asyncio.TaskGroup():
        pass
    print("empty:", turns - before)

    before = turns
    async with asyncio.TaskGroup() as tg:
        tg.create_task(nothing())
    print("one that does nothing:", turns - before)

    before = turns
    async with asyncio.TaskGroup() as tg:
        tg.create_task(nothing())
        tg.create_task(nothing())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        print("in the body:", turns - before)
    print("two, waited for in the body:", turns - before)

    before = turns
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing())
    except ExceptionGroup:
        print("one that fails:", turns - before)

    before = turns
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing())
            tg.create_task(asyncio.sleep(5))
            await asyncio.sleep(5)
    except ExceptionGroup:
        print("one that fails beside others:", turns - before)

    before = turns
    try:
        async with asyncio.TaskGroup() as tg:
            raise ValueError("body")
    except ExceptionGroup:
        print("a body that fails alone:", turns - before)


asyncio.run(main())
