import asyncio


def handler(loop, context):
    print("handler:", type(context["exception"]).__name__, context["exception"])


async def clumsy():
    try:
        await asyncio.sleep(5)
    finally:
        raise ValueError("clean-up failed")


kept = []


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    kept.append(asyncio.create_task(clumsy()))
    await asyncio.sleep(0)
    print("main ends")


asyncio.run(main())
print(type(kept[0].exception()).__name__)
