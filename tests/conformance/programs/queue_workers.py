import asyncio


async def producer(name, q, count):
    for i in range(count):
        await q.put("%s%d" % (name, i))
        print("put", name, i)
    print(name, "done")


async def worker(name, q):
    while True:
        item = await q.get()
        try:
            print(name, "works on", item)
            await asyncio.sleep(0)
            if item == "p1":
                raise ValueError(item)
        except ValueError as e:
            print(name, "failed on", e)
        finally:
            q.task_done()


async def main():
    q = asyncio.Queue(2)
    workers = [asyncio.create_task(worker("w%d" % i, q)) for i in range(3)]
    await asyncio.gather(producer("p", q, 4), producer("q", q, 3))
    await q.join()
    print("all done")
    for w in workers:
        w.cancel()
    ends = await asyncio.gather(*workers, return_exceptions=True)
    print(" ".join(type(e).__name__ for e in ends))


asyncio.run(main())
