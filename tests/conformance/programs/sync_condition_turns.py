import asyncio


async def waiter(name, cond):
    async with cond:
        await cond.wait()
        print(name, "has the lock back")
    print(name, "left")


async def newcomer(cond):
    async with cond:
        print("newcomer has the lock")


async def ticker(turns):
    for turn in range(turns):
        print("turn", turn)
        await asyncio.sleep(0)


async def main():
    cond = asyncio.Condition()
    ts = [asyncio.create_task(waiter(n, cond)) for n in ("a", "b", "c", "d")]
    await asyncio.sleep(0)
    async with cond:
        cond.notify(1)
        cond.notify(2)
        ts.append(asyncio.create_task(newcomer(cond)))
        ts.append(asyncio.create_task(ticker(9)))
    await asyncio.sleep(0)
    async with cond:
        print("main has the lock")
        cond.notify_all()
    await asyncio.wait(ts)


asyncio.run(main())
