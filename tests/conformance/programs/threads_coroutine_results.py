import asyncio
import threading


async def after(delay, value):
    await asyncio.sleep(delay)
    return value


async def fails():
    raise ValueError("no")


def worker(loop, go_on):
    f = asyncio.run_coroutine_threadsafe(go_on.wait(), loop)
    print("done:", str(f.done()).lower(), "running:", str(f.running()).lower())
    try:
        f.result(0.01)
    except TimeoutError:
        print("not yet")
    try:
        f.exception(timeout=0)
    except TimeoutError:
        print("not yet")
    loop.call_soon_threadsafe(go_on.set)
    f.result()
    print("done:", str(f.done()).lower(), "cancel:", str(f.cancel()).lower())
    fs = [asyncio.run_coroutine_threadsafe(after(0.003 * (3 - n), n), loop) for n in range(3)]
    print(*[f.result(timeout=5) for f in fs])
    f = asyncio.run_coroutine_threadsafe(fails(), loop)
    print(type(f.exception()).__name__, f.exception())
    for _ in range(2):
        try:
            f.result()
        except ValueError as e:
            print("caught", e)
    inner = asyncio.run_coroutine_threadsafe(asyncio.to_thread(threading.get_ident), loop)
    print("another thread:", str(inner.result() != threading.get_ident()).lower())


async def main():
    await asyncio.to_thread(worker, asyncio.get_running_loop(), asyncio.Event())
    print("end")


asyncio.run(main())
