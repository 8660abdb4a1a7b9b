import asyncio


async def sleeper(name, delay):
    await asyncio.sleep(delay)
    print("sleeper", name)


async def main():
    loop = asyncio.get_running_loop()
    t0 = loop.time()

    def timer(name):
        print("timer", name)
        loop.call_soon(print, "soon of", name)

    fut = loop.create_future()
    loop.call_at(t0 - 3, timer, "a")
    loop.call_at(t0 - 2, fut.set_result, None)
    loop.call_at(t0 - 1, timer, "b")
    await fut
    print("main wakes")
    await asyncio.sleep(-1)
    print("main after a negative sleep")
    task = asyncio.create_task(sleeper("zero", 0))
    await asyncio.sleep(0)
    print("main before the sleeper ends:", "true" if task.done() else "false")
    await task


asyncio.run(main())
