import asyncio


def b(v):
    return "true" if v else "false"


async def sleeper(name, delay):
    try:
        await asyncio.sleep(delay)
        print(name, "slept")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    loop = asyncio.get_running_loop()
    t0 = loop.time()
    fut = loop.create_future()

    async def waiter():
        try:
            print("waiter got", await fut)
        except asyncio.CancelledError:
            print("waiter cancelled")
            raise

    w = asyncio.create_task(waiter())
    await asyncio.sleep(0)
    loop.call_at(t0 - 3, fut.set_result, "value")
    loop.call_at(t0 - 2, lambda: print("timer cancels:", b(w.cancel())))
    await asyncio.wait([w])
    print("cancelled:", b(w.cancelled()), "future:", fut.result())

    fut = loop.create_future()
    w = asyncio.create_task(waiter())
    await asyncio.sleep(0)
    loop.call_at(t0 - 3, lambda: print("timer cancels:", b(w.cancel())))
    loop.call_at(t0 - 2, lambda: print("future done:", b(fut.done())))
    await asyncio.wait([w])
    print("cancelled:", b(w.cancelled()), "future cancelled:", b(fut.cancelled()))


asyncio.run(main())
