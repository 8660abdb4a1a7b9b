import asyncio


def b(v):
    return "true" if v else "false"


async def stubborn():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("refuses")
    await asyncio.sleep(0.01)
    print("stubborn goes on")
    return "stubborn result"


kept = []


async def main():
    kept.append(asyncio.create_task(stubborn()))
    await asyncio.sleep(0)
    print("main ends")


asyncio.run(main())
print("cancelled:", b(kept[0].cancelled()), kept[0].result())
