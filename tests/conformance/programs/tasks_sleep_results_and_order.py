import asyncio


async def child(name, delay):
    print(name, "got", await asyncio.sleep(delay, name.upper()))


async def main():
    loop = asyncio.get_running_loop()
    tasks = [asyncio.create_task(child(n, d)) for n, d in
             [("a", 0), ("b", 0.02), ("c", -1), ("d", 0.01), ("e", 0)]]
    loop.call_soon(print, "soon")
    loop.call_later(0, print, "later zero")
    loop.call_later(-1, print, "overdue")
    for t in tasks:
        await t
    order = []
    for i in range(3):
        async def worker(i=i):
            for j in range(2):
                order.append("%d%d" % (i, j))
                await asyncio.sleep(0)
        tasks[i] = asyncio.create_task(worker())
    await asyncio.gather(*tasks[:3])
    print(*order)


asyncio.run(main())
