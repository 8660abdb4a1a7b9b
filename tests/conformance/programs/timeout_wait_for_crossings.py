import asyncio


def b(v):
    return "true" if v else "false"


async def waits(label, fut, limit):
    try:
        print(label, "->", await asyncio.wait_for(fut, limit))
    except TimeoutError:
        print(label, "-> TimeoutError, future cancelled:", b(fut.cancelled()))
    except asyncio.CancelledError as e:
        print(label, "-> CancelledError", str(e) or "none", "future cancelled:",
              b(fut.cancelled()))
        raise
    return "end of " + label


async def main():
    loop = asyncio.get_running_loop()
    # the result comes, then somebody cancels, before the waiter resumes
    fut = loop.create_future()
    t = asyncio.create_task(waits("result, cancel", fut, 5))
    await asyncio.sleep(0)
    fut.set_result("value")
    t.cancel("outside")
    await asyncio.wait([t])
    print("cancelled:", b(t.cancelled()), "requests:", t.cancelling())
    # somebody cancels the future itself
    fut = loop.create_future()
    t = asyncio.create_task(waits("future cancelled", fut, 5))
    await asyncio.sleep(0)
    fut.cancel("the future")
    await asyncio.wait([t])
    print("cancelled:", b(t.cancelled()), "requests:", t.cancelling())
    # the limit, then the result in the same turn
    fut = loop.create_future()
    t = asyncio.create_task(waits("limit, result", fut, 0.01))
    await asyncio.sleep(0)
    loop.call_later(0.02, lambda: print("result comes, done:", b(fut.done())))
    await asyncio.wait([t])
    await asyncio.sleep(0.03)
    # a shielded future survives the limit
    fut = loop.create_future()
    t = asyncio.create_task(waits("shielded", asyncio.shield(fut), 0.01))
    await asyncio.wait([t])
    print("shielded future done:", b(fut.done()))
    fut.set_result("late")
    print(await fut)
    # nested
    t = asyncio.create_task(waits("outer", asyncio.create_task(
        waits("inner", loop.create_future(), 5)), 0.01))
    await asyncio.wait([t])
    t = asyncio.create_task(waits("outer", asyncio.create_task(
        waits("inner", loop.create_future(), 0.01)), 5))
    await asyncio.wait([t])


asyncio.run(main())
