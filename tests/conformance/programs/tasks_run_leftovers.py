import asyncio


def b(v):
    return "true" if v else "false"


async def child():
    try:
        print("child starts")
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("child cancelled")
        await asyncio.sleep(0.01)
        print("child cleaned up")
        raise
    finally:
        print("child finally")


kept = []


async def main():
    kept.append(asyncio.create_task(child()))
    asyncio.get_running_loop().call_soon(print, "soon")
    print("main ends")
    return "result"


print(asyncio.run(main()))
print("cancelled:", b(kept[0].cancelled()), "requests:", kept[0].cancelling())


async def main_fails():
    kept.append(asyncio.create_task(child()))
    await asyncio.sleep(0)
    print("main fails")
    raise ValueError("main failed")


try:
    asyncio.run(main_fails())
except ValueError as e:
    print("raised", e)
print("cancelled:", b(kept[1].cancelled()))
