import asyncio
import concurrent.futures
import threading

begun = threading.Event()
cleaned = threading.Event()


async def sleeper(name):
    print(name, "begins")
    begun.set()
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "is cancelled")
        raise
    finally:
        cleaned.set()


async def stubborn():
    begun.set()
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("stubborn goes on")
    cleaned.set()
    return "unheard"


def outcome(f):
    print("done:", str(f.done()).lower(), "cancelled:", str(f.cancelled()).lower(),
          "again:", str(f.cancel()).lower())
    try:
        f.result()
    except concurrent.futures.CancelledError:
        print("CancelledError")


def worker(loop):
    f = asyncio.run_coroutine_threadsafe(sleeper("running"), loop)
    begun.wait()
    cancelled = f.cancel()
    cleaned.wait()
    print("cancel:", str(cancelled).lower())
    outcome(f)
    begun.clear()
    cleaned.clear()

    hold = threading.Event()
    loop.call_soon_threadsafe(hold.wait)
    f = asyncio.run_coroutine_threadsafe(sleeper("early"), loop)
    print("cancel:", str(f.cancel()).lower())
    hold.set()
    cleaned.wait()
    outcome(f)
    begun.clear()
    cleaned.clear()

    f = asyncio.run_coroutine_threadsafe(stubborn(), loop)
    begun.wait()
    f.cancel()
    cleaned.wait()
    outcome(f)


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(worker, loop)
    print("end")


asyncio.run(main())
