import asyncio

turns = 0


def count(loop):
    global turns
    turns += 1
    loop.call_soon(count, loop)


async def value(v):
    return v


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(count, loop)
    await asyncio.sleep(0)

    done = loop.create_future()
    done.set_result("done")
    before = turns
    for next_one in asyncio.as_completed([done]):
        print(await next_one, "turns:", turns - before)

    before = turns
    for next_one in asyncio.as_completed([value("coroutine")]):
        print(await next_one, "turns:", turns - before)

    # One that is given twice counts once.
    t = asyncio.create_task(value("task"))
    before = turns
    for next_one in asyncio.as_completed([t, done, t, done]):
        await next_one
        print("turns:", turns - before)

    # What has come already does not wait.
    tasks = [asyncio.create_task(value(v)) for v in "abc"]
    it = asyncio.as_completed(tasks)
    for _ in range(3):
        await asyncio.sleep(0)
    before = turns
    for next_one in it:
        await next_one
    print("all there, turns:", turns - before)

    for next_one in asyncio.as_completed([]):
        print("never printed")
    for next_one in asyncio.as_completed([], timeout=0):
        print("never printed")
    print("end")


asyncio.run(main())
