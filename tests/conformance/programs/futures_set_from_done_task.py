import asyncio


def b(v):
    return "true" if v else "false"


async def child():
    await asyncio.sleep(0)
    return "value"


async def main():
    task = asyncio.create_task(child())
    for label, fn in [("set_result", lambda: task.set_result("x")),
                      ("set_exception", lambda: task.set_exception(ValueError("x"))),
                      ("result", task.result), ("exception", task.exception)]:
        try:
            fn()
        except Exception as e:
            print(label, "->", type(e).__name__)
    print(await task, b(task.done()), b(task.cancel()))
    print(task.result(), "none" if task.exception() is None else "exception")


asyncio.run(main())
