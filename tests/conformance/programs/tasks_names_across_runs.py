import asyncio


async def name():
    return asyncio.current_task().get_name()


async def main():
    print("main is", asyncio.current_task().get_name())
    print(*await asyncio.gather(name(), name()))
    print(await name())
    print(await asyncio.create_task(name(), name="given"))
    print(await asyncio.wait_for(name(), 5))
    print(await asyncio.shield(name()))
    t = asyncio.create_task(name())
    t.set_name("changed")
    print(await t)
    print(await asyncio.create_task(name()))
    left = asyncio.create_task(asyncio.sleep(5))
    print(left.get_name())


asyncio.run(main())
asyncio.run(main())
loop = asyncio.new_event_loop()
print(loop.run_until_complete(name()))
print(loop.create_task(name(), name="left").get_name())
print(loop.run_until_complete(name()))
loop.close()
