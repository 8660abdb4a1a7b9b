import asyncio


async def child(name, delay):
    await asyncio.sleep(delay)
    return name


async def ends(next_one):
    try:
        return await next_one
    except TimeoutError:
        return "TimeoutError"


async def main():
    loop = asyncio.get_running_loop()
    # What came before the end of the time is given still, though it is asked for later.
    tasks = [asyncio.create_task(child(n, d)) for n, d in (("a", 0.01), ("b", 0.02), ("c", 5))]
    it = asyncio.as_completed(tasks, timeout=0.04)
    await asyncio.sleep(0.06)
    for next_one in it:
        print(await ends(next_one))
    print("cancelled:", "true" if tasks[2].cancelled() else "false")
    tasks[2].cancel()

    # No time at all: what is done already comes first.
    done = loop.create_future()
    done.set_result("done")
    for next_one in asyncio.as_completed([done], timeout=0):
        print(await ends(next_one))
    pending = loop.create_future()
    for next_one in asyncio.as_completed([pending], timeout=0):
        print(await ends(next_one))
    for next_one in asyncio.as_completed([pending], timeout=-1):
        print(await ends(next_one))

    # It is done in the very turn in which the time is up.
    first = loop.create_future()
    loop.call_later(0.01, first.set_result, "result")
    loop.call_later(0.01, lambda: None)
    it = asyncio.as_completed([first, pending], timeout=0.02)
    loop.call_later(0.03, pending.set_result, "too late")
    for next_one in it:
        print(await ends(next_one))
    print(await pending)

    # A coroutine that is too slow goes on as a task.
    async def slow():
        await asyncio.sleep(0.02)
        print("slow ends")

    for next_one in asyncio.as_completed([slow()], timeout=0.01):
        print(await ends(next_one))
    await asyncio.sleep(0.03)


asyncio.run(main())
