import asyncio


async def sleeper(name):
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print(name, "cancelled")
        await asyncio.sleep(0.01)
        print(name, "cleaned up")
        raise


async def failing(delay):
    await asyncio.sleep(delay)
    raise ValueError("failed")


async def inner(name):
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(sleeper(name))
            await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("inner", name, "cancelled, requests:", asyncio.current_task().cancelling())
        raise


async def main():
    # The inner group stands in the body of the outer one.
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(failing(0.01))
            await inner("in the body")
            print("never printed")
    except ExceptionGroup as eg:
        print(eg, "requests:", asyncio.current_task().cancelling())

    # It is a child of its own.
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(inner("in a child"))
            outer.create_task(failing(0.01))
    except ExceptionGroup as eg:
        print(eg, "requests:", asyncio.current_task().cancelling())

    # Both fail in the same turn.
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(failing(0))
            async with asyncio.TaskGroup() as group:
                group.create_task(failing(0))
                await asyncio.sleep(5)
    except ExceptionGroup as eg:
        print(eg, " ".join(type(e).__name__ for e in eg.exceptions))
    print("requests:", asyncio.current_task().cancelling())
    await asyncio.sleep(0)
    print("end")


asyncio.run(main())
