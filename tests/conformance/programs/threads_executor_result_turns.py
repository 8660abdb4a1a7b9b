import asyncio
import threading
import time

done = threading.Event()


def job():
    done.wait()
    return "result"


def hop(n):
    print("hop", n)
    if n < 4:
        asyncio.get_running_loop().call_soon(hop, n + 1)


async def waiter(name, future):
    print(name, await future)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.run_in_executor(None, job)
    task = asyncio.create_task(waiter("waiter", future))
    future.add_done_callback(lambda f: print("callback", f.result()))
    await asyncio.sleep(0)
    loop.call_soon(hop, 1)
    done.set()
    time.sleep(0.02)
    await task
    print("main goes on")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)


asyncio.run(main())
