import asyncio


async def waiter(name, fut):
    print(name, "waits")
    print(name, "got", await fut)


async def main():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    tasks = []
    tasks.append(asyncio.create_task(waiter("w1", fut)))
    await asyncio.sleep(0)
    fut.add_done_callback(lambda f: print("callback 1"))
    tasks.append(asyncio.create_task(waiter("w2", fut)))
    await asyncio.sleep(0)
    fut.add_done_callback(lambda f: print("callback 2"))
    loop.call_soon(print, "soon before")
    fut.set_result("x")
    loop.call_soon(print, "soon after")
    fut.add_done_callback(lambda f: print("callback 3, added late"))
    print("main awaits what is done:", await fut)
    await asyncio.wait(tasks)


asyncio.run(main())
