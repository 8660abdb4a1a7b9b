import asyncio


def b(v):
    return "true" if v else "false"


async def inner(how):
    await asyncio.sleep(0)
    if how == "fails":
        raise ValueError("inner failed")
    if how == "is cancelled":
        asyncio.current_task().cancel("inner message")
        await asyncio.sleep(0)
    return how


async def main():
    for how in ["succeeds", "fails", "is cancelled"]:
        i = asyncio.create_task(inner(how))
        s = asyncio.shield(i)
        s.add_done_callback(lambda f: print("shield done, cancelled:", b(f.cancelled())))
        try:
            print(await s)
        except ValueError as e:
            print("ValueError", e)
        except asyncio.CancelledError as e:
            print("CancelledError", str(e) or "none")
        print("inner cancelled:", b(i.cancelled()), "main requests:",
              asyncio.current_task().cancelling())

    fut = asyncio.get_running_loop().create_future()
    s = asyncio.shield(fut)
    print("cancel:", b(s.cancel("away")), b(s.cancelled()), b(fut.cancelled()))
    fut.set_result("kept")
    try:
        await s
    except asyncio.CancelledError as e:
        print("CancelledError", e)
    print(fut.result())

    nested = asyncio.shield(asyncio.shield(inner("nested")))
    print(await nested)
    done = asyncio.create_task(inner("done"))
    await done
    print("same when done:", b(asyncio.shield(done) is done))
    print(*await asyncio.gather(asyncio.shield(done), asyncio.shield(inner("gathered"))))


asyncio.run(main())
