import asyncio


def b(v):
    return "true" if v else "false"


async def child(name, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    print(name, "ends")
    return name


async def main():
    kept = asyncio.create_task(child("kept", 0.02))
    lost = asyncio.create_task(child("lost", 5))
    g = asyncio.gather(asyncio.shield(kept), lost)
    await asyncio.sleep(0)
    g.cancel()
    try:
        await g
    except asyncio.CancelledError:
        print("gather cancelled, kept done:", b(kept.done()), "lost done:", b(lost.done()))
    print(await kept)
    results = await asyncio.gather(
        asyncio.wait_for(child("slow", 5), 0.01), asyncio.wait_for(child("quick", 0), 5),
        return_exceptions=True)
    print(*[type(r).__name__ if isinstance(r, BaseException) else r for r in results])
    whole = asyncio.shield(asyncio.gather(child("x", 0.01), child("y", 0.02)))
    try:
        await asyncio.wait_for(whole, 0.005)
    except TimeoutError:
        print("TimeoutError, shield cancelled:", b(whole.cancelled()))
    await asyncio.sleep(0.04)


asyncio.run(main())
