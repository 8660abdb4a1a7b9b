import asyncio


async def child(name):
    print(name, "starts")
    asyncio.get_running_loop().call_soon(print, name, "soon")
    await asyncio.sleep(0)
    print(name, "middle")
    await asyncio.sleep(0)
    print(name, "ends")
    return name


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(print, "soon 1")
    a = asyncio.create_task(child("a"))
    loop.call_soon(print, "soon 2")
    b = asyncio.create_task(child("b"))
    loop.call_soon(print, "soon 3")
    a.add_done_callback(lambda t: print("callback of a", t.result()))
    print("main awaits b")
    await b
    print("main awaits a")
    await a
    print("main ends")


asyncio.run(main())
