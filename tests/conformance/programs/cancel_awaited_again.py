import asyncio


async def waiter(name, fut):
    try:
        await fut
    except asyncio.CancelledError as e:
        print(name, e)


async def main():
    fut = asyncio.get_running_loop().create_future()
    first = asyncio.create_task(waiter("first", fut))
    await asyncio.sleep(0)
    fut.cancel("of a future")
    for i in range(2):
        try:
            await fut
        except asyncio.CancelledError as e:
            print("await", i, e)
    try:
        fut.result()
    except asyncio.CancelledError as e:
        print("result", e)
    try:
        fut.exception()
    except asyncio.CancelledError as e:
        print("exception", e)
    await first


asyncio.run(main())
