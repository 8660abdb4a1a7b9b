import asyncio


def handler(loop, context):
    print("handler:", type(context["exception"]).__name__, context["exception"])


async def fail(name):
    print(name, "fails")
    raise ValueError(name)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    asyncio.create_task(fail("dropped"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    kept = asyncio.create_task(fail("kept"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("kept is done:", "true" if kept.done() else "false")
    del kept
    looked_at = asyncio.create_task(fail("looked at"))
    await asyncio.sleep(0)
    print("exception:", looked_at.exception())
    del looked_at
    fut = loop.create_future()
    fut.set_exception(ValueError("future"))
    del fut
    print("end")


asyncio.run(main())
