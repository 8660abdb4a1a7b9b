import asyncio


def b(v):
    return "true" if v else "false"


async def waiter(name, fut):
    try:
        print(name, "got", await fut)
    except asyncio.CancelledError as e:
        print(name, "cancelled", str(e) or "none")
        print(name, "sees the future cancelled:", b(fut.cancelled()))
    except ValueError as e:
        print(name, "failed", e)
    await asyncio.sleep(0)
    return name + " ends"


async def main():
    loop = asyncio.get_running_loop()
    for name in ["result then cancel", "cancel then result", "exception then cancel"]:
        fut = loop.create_future()
        task = asyncio.create_task(waiter(name, fut))
        await asyncio.sleep(0)
        if name == "result then cancel":
            fut.set_result("value")
            print(b(task.cancel("too late")))
        elif name == "cancel then result":
            print(b(task.cancel()))
            try:
                fut.set_result("value")
            except asyncio.InvalidStateError as e:
                print("set_result ->", type(e).__name__)
        else:
            fut.set_exception(ValueError("boom"))
            print(b(task.cancel()))
        print(await task)
        print("cancelled:", b(task.cancelled()), "requests:", task.cancelling())


asyncio.run(main())
