import asyncio


async def main():
    loop = asyncio.get_running_loop()
    cm = asyncio.timeout(1)
    try:
        cm.reschedule(loop.time() + 2)
    except RuntimeError:
        print("reschedule before the block: RuntimeError")
    async with cm:
        print("when is set:", "true" if cm.when() is not None else "false")
        cm.reschedule(None)
        print("when is set:", "true" if cm.when() is not None else "false")
        at = loop.time() + 9
        cm.reschedule(at)
        print("when is as rescheduled:", "true" if cm.when() == at else "false")
        try:
            async with cm:
                print("not reached")
        except RuntimeError:
            print("entered twice: RuntimeError")
    try:
        async with cm:
            print("not reached")
    except RuntimeError:
        print("entered again: RuntimeError")
    print("when is as rescheduled:", "true" if cm.when() == at else "false")


asyncio.run(main())
