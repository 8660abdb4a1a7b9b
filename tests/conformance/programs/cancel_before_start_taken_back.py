import asyncio


def b(v):
    return "true" if v else "false"


async def child(name):
    print(name, "runs")
    try:
        await asyncio.sleep(0)
        print(name, "slept")
    except asyncio.CancelledError as e:
        print(name, "cancelled", str(e) or "none")
        raise


async def main():
    a = asyncio.create_task(child("a"))
    b_ = asyncio.create_task(child("b"))
    c = asyncio.create_task(child("c"))
    a.cancel("taken back")
    print("a:", a.uncancel())
    b_.cancel("one")
    b_.cancel("two")
    print("b:", b_.uncancel())
    c.cancel("one")
    c.cancel("two")
    await asyncio.wait([a, b_, c])
    for t in [a, b_, c]:
        print("cancelled:", b(t.cancelled()), "requests:", t.cancelling())
        try:
            await t
        except asyncio.CancelledError as e:
            print("message:", e)


asyncio.run(main())
