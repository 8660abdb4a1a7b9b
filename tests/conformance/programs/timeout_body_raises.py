import asyncio


def b(v):
    return "true" if v else "false"


async def body(how):
    if how == "raises":
        raise ValueError("body")
    if how == "raises TimeoutError":
        raise TimeoutError("own")
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        if how == "converts":
            raise ValueError("converted")
        if how == "converts to TimeoutError":
            raise TimeoutError("own, converted")
        if how == "returns":
            return "value"
        if how == "new CancelledError":
            raise asyncio.CancelledError("new")
        raise


async def main():
    me = asyncio.current_task()
    for how in ["raises", "raises TimeoutError", "converts", "converts to TimeoutError", "returns",
                "new CancelledError", "passes on"]:
        try:
            async with asyncio.timeout(0.005) as cm:
                print("value", await body(how))
        except ValueError as e:
            print("ValueError", e)
        except TimeoutError as e:
            print("TimeoutError", "own" if str(e).startswith("own") else "of the block")
        print(how, "expired:", b(cm.expired()), "requests:", me.cancelling())
        await asyncio.sleep(0)


asyncio.run(main())
