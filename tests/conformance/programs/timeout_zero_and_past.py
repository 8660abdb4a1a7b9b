import asyncio


def b(v):
    return "true" if v else "false"


async def body(turns):
    for i in range(turns):
        await asyncio.sleep(0)
        print("slept", i)
    return "body ends"


async def attempt(label, cm, turns):
    try:
        async with cm:
            print(await body(turns))
    except TimeoutError:
        print("TimeoutError")
    print(label, turns, "expired:", b(cm.expired()), "requests:",
          asyncio.current_task().cancelling())


async def main():
    loop = asyncio.get_running_loop()
    for turns in range(3):
        await attempt("zero", asyncio.timeout(0), turns)
        await attempt("negative", asyncio.timeout(-1), turns)
        await attempt("past", asyncio.timeout_at(loop.time() - 1), turns)
        await attempt("none", asyncio.timeout(None), turns)
        await attempt("none at", asyncio.timeout_at(None), turns)


asyncio.run(main())
