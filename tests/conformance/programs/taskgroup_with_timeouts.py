import asyncio


async def child(name, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    print(name, "finished")


async def failing(delay):
    await asyncio.sleep(delay)
    raise ValueError("failed")


async def main():
    task = asyncio.current_task()
    # The time-out is around the group.
    try:
        async with asyncio.timeout(0.01):
            async with asyncio.TaskGroup() as tg:
                tg.create_task(child("a", 5))
    except TimeoutError:
        print("TimeoutError, requests:", task.cancelling())

    # The time-out is in the body: its TimeoutError is the body's failure.
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(child("b", 5))
            async with asyncio.timeout(0.01):
                await asyncio.sleep(5)
    except ExceptionGroup as eg:
        print(" ".join(type(e).__name__ for e in eg.exceptions), "requests:", task.cancelling())

    # A child runs out of time, and that is caught in the child.
    async def limited():
        try:
            async with asyncio.timeout(0.01):
                await child("c", 5)
        except TimeoutError:
            print("c was too slow")

    async with asyncio.TaskGroup() as tg:
        tg.create_task(limited())
        tg.create_task(child("d", 0.03))

    # A child fails while the body is within a time-out that does not expire.
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing(0.01))
            async with asyncio.timeout(5) as scope:
                await asyncio.sleep(5)
    except ExceptionGroup as eg:
        print(eg, "expired:", "true" if scope.expired() else "false")

    # The child fails, and takes longer to clean up than the time-out around the group allows.
    async def slow():
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            print("cleaning up")
            await asyncio.sleep(0.05)
            print("cleaned up")
            raise

    try:
        async with asyncio.timeout(0.03):
            async with asyncio.TaskGroup() as tg:
                tg.create_task(slow())
                tg.create_task(failing(0.01))
    except BaseException as e:
        print(type(e).__name__, "requests:", task.cancelling())
    try:
        await asyncio.sleep(0)
        print("not cancelled")
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
