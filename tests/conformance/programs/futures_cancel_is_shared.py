import asyncio


def b(v):
    return "true" if v else "false"


async def waiter(name, fut):
    try:
        await fut
    except asyncio.CancelledError as e:
        print(name, "cancelled", str(e) or "none", "requests:", asyncio.current_task().cancelling())
        raise


async def main():
    fut = asyncio.get_running_loop().create_future()
    fut.add_done_callback(lambda f: print("callback, cancelled:", b(f.cancelled())))
    w1 = asyncio.create_task(waiter("w1", fut))
    w2 = asyncio.create_task(waiter("w2", fut))
    await asyncio.sleep(0)
    print("cancel:", b(w2.cancel("enough")))
    print("future cancelled at once:", b(fut.cancelled()), "w2:", b(w2.cancelled()))
    print("cancel again:", b(w2.cancel("more")))
    await asyncio.wait([w1, w2])
    print(b(w1.cancelled()), b(w2.cancelled()), w1.cancelling(), w2.cancelling())
    try:
        fut.result()
    except asyncio.CancelledError as e:
        print("result() raises CancelledError", str(e))


asyncio.run(main())
