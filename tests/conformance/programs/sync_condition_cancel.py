import asyncio


def b(v):
    return "true" if v else "false"


async def waiter(name, cond):
    async with cond:
        try:
            print(name, "waits")
            print(name, "notified:", b(await cond.wait()))
        except asyncio.CancelledError as e:
            print(name, "cancelled", e, "locked:", b(cond.locked()))
            raise


async def start(cond):
    ts = [asyncio.create_task(waiter(n, cond)) for n in ("a", "b", "c")]
    await asyncio.sleep(0)
    return ts


async def finish(cond, ts):
    async with cond:
        cond.notify_all()
    await asyncio.wait(ts)
    print("locked:", b(cond.locked()))


async def main():
    cond = asyncio.Condition()
    print("-- cancelled while it waits")
    ts = await start(cond)
    ts[0].cancel("one")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("done:", " ".join(b(t.done()) for t in ts))
    await finish(cond, ts)
    print("-- cancelled while somebody has the lock")
    ts = await start(cond)
    async with cond:
        ts[0].cancel("one")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        print("a done:", b(ts[0].done()))
        ts[0].cancel("two")
        await asyncio.sleep(0)
        ts[0].cancel("three")
        await asyncio.sleep(0)
        print("a done:", b(ts[0].done()), "asked", ts[0].cancelling())
    await finish(cond, ts)
    print("-- notified, then cancelled")
    ts = await start(cond)
    async with cond:
        cond.notify(1)
        ts[0].cancel("late")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("b done:", b(ts[1].done()), "c done:", b(ts[2].done()))
    await finish(cond, ts)
    print("-- notified, then cancelled while it waits for the lock")
    ts = await start(cond)
    async with cond:
        cond.notify(1)
        await asyncio.sleep(0)
        ts[0].cancel("later")
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("b done:", b(ts[1].done()), "c done:", b(ts[2].done()))
    await finish(cond, ts)


asyncio.run(main())
