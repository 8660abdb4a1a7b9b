import asyncio

turn = 0


def tick():
    global turn
    turn += 1
    asyncio.get_running_loop().call_soon(tick)


async def value(v):
    return v


async def after_turns(n):
    for i in range(n):
        await asyncio.sleep(0)
    return n


async def measure(label, awaitable):
    before = turn
    try:
        result = await awaitable
    except ValueError as e:
        result = str(e)
    print(label, result, "turns:", turn - before)


async def fail():
    raise ValueError("failed")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(tick)
    await asyncio.sleep(0)
    await measure("coroutine", value(1))
    await measure("task", asyncio.create_task(value(2)))
    await measure("task of three turns", asyncio.create_task(after_turns(3)))
    await measure("failing coroutine", fail())
    await measure("failing task", asyncio.create_task(fail()))
    done = asyncio.create_task(value(3))
    await asyncio.sleep(0)
    await measure("done task", done)
    await measure("sleep zero", asyncio.sleep(0, "slept"))
    await measure("shield of a coroutine", asyncio.shield(value(4)))
    await measure("shield of a done task", asyncio.shield(done))
    await measure("wait_for a coroutine", asyncio.wait_for(value(5), 5))
    await measure("wait_for a task", asyncio.wait_for(asyncio.create_task(value(6)), 5))
    await measure("wait_for a done task", asyncio.wait_for(done, 5))
    await measure("wait_for without limit", asyncio.wait_for(value(7), None))
    await measure("wait_for a done task, zero", asyncio.wait_for(done, 0))
    r = asyncio.create_task(measure("in a task", value(8)))
    await r
    before = turn
    await asyncio.gather(value(1), value(2))
    print("gather of coroutines turns:", turn - before)
    before = turn
    await asyncio.gather(done, done)
    print("gather of done turns:", turn - before)
    before = turn
    await asyncio.gather()
    print("gather of nothing turns:", turn - before)
    before = turn
    await asyncio.gather(done, asyncio.create_task(after_turns(2)))
    print("gather of two turns:", turn - before)
    before = turn
    await asyncio.wait([done])
    print("wait of done turns:", turn - before)
    before = turn
    await asyncio.wait([asyncio.create_task(after_turns(1))])
    print("wait of one turn turns:", turn - before)
    before = turn
    await asyncio.gather(asyncio.gather(value(1), value(2)), value(3))
    print("nested gather turns:", turn - before)


asyncio.run(main())
