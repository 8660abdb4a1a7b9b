import asyncio


def b(v):
    return "true" if v else "false"


async def waiter(name, ev):
    try:
        print(name, b(await ev.wait()), "is_set:", b(ev.is_set()))
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    ev = asyncio.Event()
    ts = [asyncio.create_task(waiter(n, ev)) for n in ("a", "b", "c", "d")]
    await asyncio.sleep(0)
    ts[1].cancel()
    ev.set()
    ev.clear()
    ts[2].cancel()
    late = asyncio.create_task(waiter("late", ev))
    asyncio.get_running_loop().call_soon(print, "soon")
    await asyncio.sleep(0)
    print("one turn later")
    await asyncio.wait(ts)
    print("late done:", b(late.done()))
    ev.set()
    ev.set()
    await ev.wait()
    print("main goes on at once, late done:", b(late.done()))
    await late
    # woken, and waiting anew in the same turn
    async def twice(name):
        await ev.wait()
        print(name, "first")
        ev.clear()
        await ev.wait()
        print(name, "second")
    ev.clear()
    ts = [asyncio.create_task(twice(n)) for n in ("x", "y")]
    await asyncio.sleep(0)
    ev.set()
    await asyncio.sleep(0)
    print("is_set:", b(ev.is_set()))
    ev.set()
    await asyncio.wait(ts)


asyncio.run(main())
