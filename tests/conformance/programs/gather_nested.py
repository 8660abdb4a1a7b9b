import asyncio


def b(v):
    return "true" if v else "false"


async def child(name, delay, fail=False):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError as e:
        print(name, "cancelled", str(e) or "none")
        raise
    print(name, "ends")
    if fail:
        raise ValueError(name)
    return name


async def main():
    r = await asyncio.gather(asyncio.gather(child("a", 0), child("b", 0)),
                             asyncio.gather(child("c", 0), child("d", 0)))
    print(*r[0], *r[1])
    try:
        await asyncio.gather(asyncio.gather(child("e", 0, True), child("f", 0.01)),
                             child("g", 0.01))
    except ValueError as e:
        print("ValueError", e)
    r = await asyncio.gather(asyncio.gather(child("h", 0, True), child("i", 0)),
                             child("j", 0), return_exceptions=True)
    print(type(r[0]).__name__, r[1])
    outer = asyncio.gather(asyncio.gather(child("k", 5), child("l", 5)), child("m", 5))
    await asyncio.sleep(0)
    print("cancel:", b(outer.cancel("all")))
    try:
        await outer
    except asyncio.CancelledError as e:
        print("CancelledError", e)
    await asyncio.sleep(0.02)


asyncio.run(main())
