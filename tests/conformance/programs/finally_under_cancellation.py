import asyncio


async def work(name, clean_up_for=0.02):
    try:
        print(name, "works")
        await asyncio.sleep(0.05)
        print(name, "has worked")
        return name
    finally:
        print(name, "cleans up, requests:", asyncio.current_task().cancelling())
        await asyncio.sleep(clean_up_for)
        print(name, "is clean")


async def run(name, *cancel_at):
    t = asyncio.create_task(work(name))
    for delay in cancel_at:
        await asyncio.sleep(delay)
        print("cancel", name, "true" if t.cancel() else "false")
    try:
        print("result", await t)
    except asyncio.CancelledError:
        print("CancelledError, requests:", t.cancelling())


async def main():
    await run("a")
    await run("b", 0.01)
    await run("c", 0.01, 0.01)
    await run("d", 0.06)
    await run("e", 0)

    try:
        async with asyncio.timeout(0.01):
            await work("f")
    except TimeoutError:
        print("TimeoutError after the clean-up")

    try:
        await asyncio.wait_for(work("g", 0), 0.01)
    except TimeoutError:
        print("TimeoutError after the clean-up")

    async with asyncio.TaskGroup() as tg:
        t = tg.create_task(work("h"))
        await asyncio.sleep(0.01)
        t.cancel()
    print("end")


asyncio.run(main())
