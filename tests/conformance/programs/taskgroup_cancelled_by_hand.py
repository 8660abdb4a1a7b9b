import asyncio


async def child(name):
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def raises():
    raise asyncio.CancelledError("by hand")


async def swallows():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("swallowed")
    return 7


async def main():
    task = asyncio.current_task()
    # The body raises a CancelledError of its own, without a request.
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(child("a"))
            await asyncio.sleep(0)
            raise asyncio.CancelledError("mine")
    except asyncio.CancelledError as e:
        print("CancelledError", e, "requests:", task.cancelling())

    # The body cancels its own task, and ends: that is found out while the group waits.
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(child("b"))
            await asyncio.sleep(0)
            task.cancel()
            print("body ends")
    except asyncio.CancelledError:
        print("CancelledError, requests:", task.cancelling())
    task.uncancel()

    # The same without a child: the group does not wait, so the request is still to be delivered.
    async with asyncio.TaskGroup() as tg:
        task.cancel()
    print("no wait, requests:", task.cancelling())
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        print("CancelledError at the next await")
    task.uncancel()

    # A child raises it, and one refuses: no failures.
    async with asyncio.TaskGroup() as tg:
        t = tg.create_task(raises())
        u = tg.create_task(swallows())
        await asyncio.sleep(0)
        u.cancel()
    print("cancelled:", "true" if t.cancelled() else "false", u.result())

    # The body awaits a child that is cancelled.
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(child("c"))
            t = tg.create_task(child("d"))
            await asyncio.sleep(0)
            t.cancel()
            await t
    except asyncio.CancelledError:
        print("CancelledError of d, requests:", task.cancelling())


asyncio.run(main())
