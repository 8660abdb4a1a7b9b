import asyncio


def b(v):
    return "true" if v else "false"


async def child(name):
    try:
        print(name, "starts")
        await asyncio.sleep(5)
    except asyncio.CancelledError as e:
        print(name, "cancelled", str(e) or "none")
        raise
    finally:
        print(name, "finally")


async def main():
    loop = asyncio.get_running_loop()
    a = asyncio.create_task(child("a"))
    d = asyncio.create_task(child("d"))
    # the end of one cancels the other
    a.add_done_callback(lambda t: print("callback cancels d:", b(d.cancel("by callback"))))
    d.add_done_callback(lambda t: print("d is done, cancelled:", b(t.cancelled())))
    await asyncio.sleep(0)
    loop.call_soon(print, "soon")
    a.cancel("by main")
    await asyncio.wait([d])
    # a callback that is added to a task which is already cancelled, but not done
    f = asyncio.create_task(child("f"))
    f.cancel()
    f.add_done_callback(lambda t: print("callback of f, cancelled:", b(t.cancelled())))
    loop.call_soon(print, "soon 2")
    await asyncio.sleep(0)
    print("f done:", b(f.done()))
    await asyncio.sleep(0)
    # cancel from a timer that is due in the turn in which the sleep ends
    t0 = loop.time()
    g = asyncio.create_task(child("g"))
    await asyncio.sleep(0)
    loop.call_at(t0 - 2, g.cancel, "overdue timer")
    loop.call_at(t0 - 1, print, "another overdue timer")
    loop.call_soon(print, "soon 3")
    await asyncio.wait([g])


asyncio.run(main())
