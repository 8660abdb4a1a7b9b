import asyncio


def b(v):
    return "true" if v else "false"


async def work(label, cms):
    try:
        async with asyncio.timeout(5) as cm:
            cms.append(cm)
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError as e:
                print("body", str(e) or "none", "requests:", asyncio.current_task().cancelling())
                raise
    except TimeoutError:
        print(label, "TimeoutError requests:", asyncio.current_task().cancelling())
    except asyncio.CancelledError as e:
        print(label, "CancelledError", str(e) or "none")
        raise
    return "end"


async def main():
    loop = asyncio.get_running_loop()
    for label in ["cancel first", "expiry first", "cancel a turn later", "cancel taken back"]:
        cms = []
        t = asyncio.create_task(work(label, cms))
        await asyncio.sleep(0)
        if label == "cancel first":
            t.cancel("outside")
            cms[0].reschedule(loop.time() - 1)
        elif label == "expiry first":
            cms[0].reschedule(loop.time() - 1)
            loop.call_soon(t.cancel, "outside")
        elif label == "cancel a turn later":
            cms[0].reschedule(loop.time() - 1)
            loop.call_soon(loop.call_soon, t.cancel, "outside")
        else:
            cms[0].reschedule(loop.time() - 1)
            loop.call_soon(t.cancel, "outside")
            loop.call_soon(t.uncancel)
        await asyncio.wait([t])
        print("cancelled:", b(t.cancelled()), "expired:", b(cms[0].expired()), "requests:",
              t.cancelling())


asyncio.run(main())
