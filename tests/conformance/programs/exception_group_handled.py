import asyncio


def show(e, indent=""):
    if isinstance(e, ExceptionGroup):
        print(indent + "group:", e)
        for x in e.exceptions:
            show(x, indent + "  ")
    else:
        print(indent + type(e).__name__, e)


def each(e):
    if isinstance(e, ExceptionGroup):
        for x in e.exceptions:
            yield from each(x)
    else:
        yield e


def handle(eg):
    try:
        try:
            raise eg
        except* ValueError as matched:
            for e in each(matched):
                print("handled ValueError", e)
        except* LookupError as matched:
            for e in each(matched):
                print("handled LookupError", e)
                if str(e) == "worse":
                    raise RuntimeError("while handling")
        print("all handled")
    except (ExceptionGroup, RuntimeError) as left:
        show(left)


async def main():
    handle(ExceptionGroup("first", [LookupError("a"), ValueError("b"), ValueError("c")]))
    handle(ExceptionGroup("second", [TimeoutError("a"), ExceptionGroup("in", [
        ValueError("b"), RuntimeError("c")]), LookupError("d")]))
    handle(ExceptionGroup("third", [LookupError("worse"), TimeoutError("a")]))
    handle(ExceptionGroup("fourth", [LookupError("worse")]))
    handle(ExceptionGroup("fifth", [TimeoutError("a")]))

    async def failing(e, delay):
        await asyncio.sleep(delay)
        raise e

    async def inner():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing(ValueError("inner"), 0))

    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing(LookupError("outer"), 0.01))
            try:
                await inner()
            except* ValueError as matched:
                for e in each(matched):
                    print("handled in the body", e)
            await asyncio.sleep(5)
    except* LookupError as matched:
        for e in each(matched):
            print("handled outside", e)
    print("end")


asyncio.run(main())
