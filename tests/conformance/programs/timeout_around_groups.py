import asyncio


def b(v):
    return "true" if v else "false"


async def child(name, delay):
    try:
        await asyncio.sleep(delay)
        print(name, "ends")
        return name
    except asyncio.CancelledError as e:
        print(name, "cancelled", str(e) or "none")
        raise


async def main():
    try:
        await asyncio.wait_for(asyncio.gather(child("a", 0.005), child("b", 5)), 0.02)
    except TimeoutError:
        print("gather: TimeoutError")
    a = asyncio.create_task(child("c", 5))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.wait([a])
    except TimeoutError:
        print("wait: TimeoutError, task done:", b(a.done()))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.shield(a)
    except TimeoutError:
        print("shield: TimeoutError, task done:", b(a.done()))
    try:
        async with asyncio.timeout(0.01):
            await a
    except TimeoutError:
        print("task: TimeoutError, task cancelled:", b(a.cancelled()))
    try:
        async with asyncio.timeout(0.01):
            results = await asyncio.gather(child("d", 5), child("e", 0), return_exceptions=True)
            print("not reached", len(results))
    except TimeoutError:
        print("gather with exceptions: TimeoutError")
    print("requests:", asyncio.current_task().cancelling())


asyncio.run(main())
