import asyncio


async def waiter(name, fut):
    try:
        await fut
    except ValueError as e:
        print(name, "caught", e)


async def main():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    tasks = [asyncio.create_task(waiter(n, fut)) for n in ["w1", "w2"]]
    await asyncio.sleep(0)
    fut.set_exception(ValueError("boom"))
    await waiter("main", fut)
    await waiter("main again", fut)
    print(type(fut.exception()).__name__, fut.exception())
    await asyncio.wait(tasks)
    try:
        fut.result()
    except ValueError as e:
        print("result raises", e)
    print("cancel:", "true" if fut.cancel() else "false")


asyncio.run(main())
