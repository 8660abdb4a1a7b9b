import asyncio

items = []


async def consumer(name, cond, want):
    async with cond:
        got = await cond.wait_for(lambda: len(items) if len(items) >= want else 0)
        print(name, "sees", got)
        await asyncio.sleep(0)
        del items[:want]
        print(name, "leaves", len(items))


async def main():
    cond = asyncio.Condition()
    ts = [asyncio.create_task(consumer(n, cond, w)) for n, w in (("a", 3), ("b", 1), ("c", 2))]
    await asyncio.sleep(0)
    for i in range(6):
        async with cond:
            items.append(i)
            print("put", i)
            cond.notify()
        await asyncio.sleep(0)
    async with cond:
        cond.notify_all()
    await asyncio.wait_for(asyncio.wait(ts), 5)
    # true at once: no wait
    async with cond:
        print("at once", await cond.wait_for(lambda: 7))
    # the predicate fails
    def fails():
        raise ValueError("predicate")
    try:
        async with cond:
            await cond.wait_for(fails)
    except ValueError as e:
        print(type(e).__name__, e, "locked:", "true" if cond.locked() else "false")
    # in vain
    try:
        async with cond:
            await asyncio.wait_for(cond.wait(), 0.01)
    except asyncio.TimeoutError as e:
        print(type(e).__name__, "locked:", "true" if cond.locked() else "false")


asyncio.run(main())
