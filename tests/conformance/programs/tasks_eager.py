import asyncio


def b(v):
    return "true" if v else "false"


def eager(coro, name=None):
    return asyncio.Task(coro, loop=asyncio.get_running_loop(), eager_start=True, name=name)


async def quick(v):
    print("quick", v, "in", asyncio.current_task().get_name())
    return v


async def slow(v):
    print("slow", v, "in", asyncio.current_task().get_name())
    await asyncio.sleep(0)
    print("slow", v, "goes on")
    return v


async def fail():
    raise ValueError("eager failure")


async def cancels_itself():
    asyncio.current_task().cancel("myself")
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError as e:
        print("cancelled with", e)
        raise


async def main():
    asyncio.current_task().set_name("main")
    t = eager(quick(1), "q")
    print("done at once:", b(t.done()), "back in", asyncio.current_task().get_name())
    print(await t)
    s = eager(slow(2), "s")
    print("done at once:", b(s.done()))
    print("all:", " ".join(sorted(x.get_name() for x in asyncio.all_tasks())))
    plain = asyncio.create_task(quick(3), name="p")
    print(await s)
    print(await plain)
    f = eager(fail())
    print("failed at once:", b(f.done()), f.exception())
    n = eager(slow(eager(quick(4), "inner").result()), "outer")
    print(await n)
    c = eager(cancels_itself())
    print("cancelled at once:", b(c.done()))
    try:
        await c
    except asyncio.CancelledError as e:
        print("main caught", e)
    t = eager(slow(5), "t")
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("t cancelled")


asyncio.run(main())
