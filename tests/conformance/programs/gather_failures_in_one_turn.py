import asyncio


def b(v):
    return "true" if v else "false"


async def fail(name, turns):
    for i in range(turns):
        await asyncio.sleep(0)
    print(name, "fails")
    raise ValueError(name)


async def cancelled(turns):
    for i in range(turns):
        await asyncio.sleep(0)
    raise asyncio.CancelledError("by hand")


async def attempt(label, *awaitables):
    try:
        await asyncio.gather(*awaitables)
    except ValueError as e:
        print(label, "ValueError", e)
    except asyncio.CancelledError as e:
        print(label, "CancelledError", e)


async def main():
    await attempt("same turn:", fail("a", 1), fail("b", 1))
    await attempt("later argument first:", fail("c", 2), fail("d", 1))
    await attempt("cancelled first:", fail("e", 1), cancelled(0))
    await attempt("failed first:", fail("f", 1), cancelled(2))
    t = asyncio.create_task(fail("g", 3))
    await attempt("goes on:", fail("h", 0), t)
    print("task done:", b(t.done()))
    await asyncio.wait([t])
    print("task failed:", t.exception())


asyncio.run(main())
