import asyncio


async def child(name, delay):
    await asyncio.sleep(delay)
    if name == "b":
        raise ValueError("b failed")
    return name


async def main():
    tasks = [asyncio.create_task(child(n, d), name="task " + n)
             for n, d in (("a", 0.05), ("b", 0.01), ("c", 0.03))]
    tasks[2].add_done_callback(lambda t: tasks[0].cancel())
    async for t in asyncio.as_completed(tasks):
        print(t.get_name(), "first" if t is tasks[0] else "not first",
              "done" if t.done() else "pending",
              "cancelled" if t.cancelled() else "not cancelled")
    print("end")

    # A coroutine becomes a task; a future is itself. When the time is up, it raises.
    fut = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.02, fut.set_result, "future")
    t = asyncio.create_task(child("late", 0.05))
    try:
        async for f in asyncio.as_completed([child("d", 0.01), fut, t], timeout=0.03):
            print(await f, "is the future" if f is fut else "is not")
    except TimeoutError:
        print("TimeoutError")
    print(await t)

    # The end, asked for again.
    it = asyncio.as_completed([child("e", 0)])
    print((await anext(it)).result())
    for _ in range(2):
        try:
            await anext(it)
        except StopAsyncIteration:
            print("no more")


asyncio.run(main())
