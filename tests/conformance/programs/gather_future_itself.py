import asyncio


def b(v):
    return "true" if v else "false"


async def child(name):
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError as e:
        print(name, "cancelled", e)
        raise


async def main():
    loop = asyncio.get_running_loop()
    t = asyncio.create_task(child("t"))
    fut = loop.create_future()
    g = asyncio.gather(t, fut)
    g.add_done_callback(lambda f: print("callback, cancelled:", b(f.cancelled())))
    await asyncio.sleep(0)
    result = g.cancel("message")
    print("cancel:", b(result), "done:", b(g.done()), "future:", b(fut.cancelled()))
    result = g.cancel("again")
    print("cancel again:", b(result))
    try:
        await g
    except asyncio.CancelledError as e:
        print("CancelledError", e)
    print("cancelled:", b(g.cancelled()), "t:", b(t.cancelled()))
    print("cancel when done:", b(g.cancel()))
    empty = asyncio.gather()
    print("cancel of an empty one:", b(empty.cancel()))


asyncio.run(main())
