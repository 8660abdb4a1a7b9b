import asyncio


async def late(name):
    print(name, "starts")
    await asyncio.sleep(0)
    print(name, "ends")


async def child():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("child cancelled")
        asyncio.create_task(late("first"))
        await asyncio.create_task(late("second"))
        print("child goes on")
        raise


async def main():
    asyncio.create_task(child())
    await asyncio.sleep(0)
    print("main ends")


asyncio.run(main())
print("end")
