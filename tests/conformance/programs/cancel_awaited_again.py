import asyncio


async def child():
    await asyncio.sleep(5)


async def main():
    t = asyncio.create_task(child())
    await asyncio.sleep(0)
    t.cancel("message")
    for i in range(2):
        try:
            await t
        except asyncio.CancelledError as e:
            print("await", i, e)
    try:
        t.result()
    except asyncio.CancelledError as e:
        print("result", e)
    try:
        t.exception()
    except asyncio.CancelledError as e:
        print("exception", e)
    fut = asyncio.get_running_loop().create_future()
    fut.cancel("of a future")
    for i in range(2):
        try:
            await fut
        except asyncio.CancelledError as e:
            print("await", i, e)


asyncio.run(main())
