import asyncio


def b(v):
    return "true" if v else "false"


async def child(name, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    return name


async def waits(tasks, **options):
    try:
        done, pending = await asyncio.wait(tasks, **options)
        print("done", len(done), "pending", len(pending))
    except asyncio.CancelledError as e:
        print("wait cancelled", e)
        raise


async def main():
    loop = asyncio.get_running_loop()
    t = asyncio.create_task(child("t", 5))
    w = asyncio.create_task(waits([t]))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    w.cancel("outside")
    await asyncio.wait([w])
    print("w cancelled:", b(w.cancelled()), "t done:", b(t.done()))
    await waits([t], timeout=0)
    await waits([t], timeout=-1)
    await waits([t], timeout=0.01)
    await waits([t, t, t], timeout=0.01)
    # cancelling what is waited for
    w = asyncio.create_task(waits([t]))
    await asyncio.sleep(0)
    t.cancel()
    await w
    print("w cancelled:", b(w.cancelled()))
    # result and cancel in one turn
    fut = loop.create_future()
    w = asyncio.create_task(waits([fut]))
    await asyncio.sleep(0)
    fut.set_result(1)
    await asyncio.sleep(0)
    w.cancel("after the callback")
    await asyncio.wait([w])
    print("w cancelled:", b(w.cancelled()))
    try:
        await asyncio.wait([])
    except ValueError as e:
        print("nothing ->", type(e).__name__)
    # done ones and a pending one
    pending = loop.create_future()
    await waits([fut, pending], return_when=asyncio.FIRST_COMPLETED)
    await waits([fut, pending], timeout=0)
    failed = loop.create_future()
    failed.set_exception(ValueError("x"))
    await waits([fut, failed, pending], return_when=asyncio.FIRST_EXCEPTION)
    loop.call_soon(pending.cancel)
    await waits([fut, pending], return_when=asyncio.FIRST_EXCEPTION)


asyncio.run(main())
