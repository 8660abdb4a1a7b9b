import asyncio

loop = asyncio.new_event_loop()


async def child(name, turns):
    for i in range(turns):
        print(name, i)
        await asyncio.sleep(0)
    print(name, "ends")


async def main():
    loop.create_task(child("a", 2))
    print("main")
    loop.call_soon(print, "soon after main")


loop.run_until_complete(main())
print("first over")
loop.run_until_complete(main())
print("second over")
fut = loop.create_future()
fut.set_result("done already")
loop.call_soon(print, "queued before")
print(loop.run_until_complete(fut))
print("third over")
loop.close()
