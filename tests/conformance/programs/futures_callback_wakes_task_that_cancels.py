import asyncio


def b(v):
    return "true" if v else "false"


async def waiter(fut):
    try:
        print("waiter got", await fut)
    except asyncio.CancelledError:
        print("waiter cancelled")
        raise


async def main():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    task = asyncio.create_task(waiter(fut))
    # registered before the waiter: runs first, in the turn in which the waiter would wake
    fut.add_done_callback(lambda f: print("callback cancels:", b(task.cancel())))
    await asyncio.sleep(0)
    fut.set_result(1)
    await asyncio.wait([task])
    print("cancelled:", b(task.cancelled()))

    fut = loop.create_future()
    task = asyncio.create_task(waiter(fut))
    await asyncio.sleep(0)
    # registered after the waiter: too late
    fut.add_done_callback(lambda f: print("callback cancels:", b(task.cancel())))
    fut.set_result(2)
    await asyncio.wait([task])
    print("cancelled:", b(task.cancelled()))


asyncio.run(main())
