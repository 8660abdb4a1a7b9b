import asyncio


async def failing(name, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(name, "cancelled, fails instead")
        raise ValueError(name + " in its clean-up")
    raise ValueError(name)


async def main():
    # Two fail in one turn; a third turns its cancellation into a failure; the body's comes last.
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing("a", 0))
            tg.create_task(failing("b", 0))
            tg.create_task(failing("c", 5))
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                print("body interrupted, requests:", asyncio.current_task().cancelling())
                await asyncio.sleep(0.01)
                print("body is not interrupted again")
                raise ValueError("body")
    except ExceptionGroup as eg:
        print(eg)
        for e in eg.exceptions:
            print(type(e).__name__, e)
    print("requests:", asyncio.current_task().cancelling())

    # The body swallows the interruption, and ends well.
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing("d", 0))
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                print("swallowed")
            print("body ends")
    except ExceptionGroup as eg:
        print(eg, "requests:", asyncio.current_task().cancelling())

    # The body returns before the failure: nothing is there to interrupt but the wait of the group.
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing("e", 0.01))
    except ExceptionGroup as eg:
        print(eg, "requests:", asyncio.current_task().cancelling())
    await asyncio.sleep(0)
    print("end")


asyncio.run(main())
