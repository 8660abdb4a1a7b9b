import asyncio


def b(v):
    return "true" if v else "false"


async def waiter(name, cond):
    async with cond:
        await cond.wait()
        print(name, "goes on")


async def main():
    cond = asyncio.Condition()
    try:
        await cond.wait()
    except RuntimeError as e:
        print("wait", type(e).__name__)
    try:
        cond.notify()
    except RuntimeError as e:
        print("notify", type(e).__name__)
    try:
        cond.notify_all()
    except RuntimeError as e:
        print("notify_all", type(e).__name__)
    try:
        await cond.wait_for(lambda: False)
    except RuntimeError as e:
        print("wait_for", type(e).__name__)
    print("true at once", b(await cond.wait_for(lambda: True)))
    try:
        cond.release()
    except RuntimeError as e:
        print("release", type(e).__name__)
    # two conditions, one lock
    lock = asyncio.Lock()
    full = asyncio.Condition(lock)
    empty = asyncio.Condition(lock)
    ts = [asyncio.create_task(waiter(n, c)) for n, c in (("f1", full), ("e1", empty), ("f2", full))]
    await asyncio.sleep(0)
    async with lock:
        print("locked:", b(full.locked()), b(empty.locked()))
        full.notify(5)
        full.notify(0)
        empty.notify(-1)
    await asyncio.sleep(0.01)
    print("e1 done:", b(ts[1].done()))
    async with full:
        empty.notify_all()
    await asyncio.wait(ts)
    # no one is there
    async with full:
        full.notify()
        full.notify_all()
    t = asyncio.create_task(waiter("late", full))
    await asyncio.sleep(0.01)
    print("late done:", b(t.done()))
    t.cancel()
    await asyncio.wait([t])
    print("locked:", b(lock.locked()))


asyncio.run(main())
