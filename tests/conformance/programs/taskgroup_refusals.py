import asyncio


async def child(name, delay=0):
    await asyncio.sleep(delay)
    print("ran", name)


async def failing():
    raise ValueError("failed")


def attempt(label, tg):
    try:
        tg.create_task(child(label))
    except RuntimeError as e:
        print(label, "->", e)
    else:
        print(label, "-> ok")


async def late(tg):
    await asyncio.sleep(0.01)
    attempt("by a child while the group waits", tg)


async def stubborn(tg):
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        attempt("by a child that is being cancelled", tg)


async def enter_again(tg):
    try:
        async with tg:
            print("never printed")
    except RuntimeError as e:
        print("entering again ->", e)


async def main():
    tg = asyncio.TaskGroup()
    attempt("before", tg)
    async with tg:
        attempt("inside", tg)
        tg.create_task(late(tg))
        await enter_again(tg)
    attempt("after", tg)
    await enter_again(tg)

    tg = asyncio.TaskGroup()
    try:
        async with tg:
            tg.create_task(stubborn(tg))
            tg.create_task(failing())
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                attempt("in the body after a failure", tg)
    except ExceptionGroup as eg:
        print(eg)
    attempt("after a failure", tg)


asyncio.run(main())
