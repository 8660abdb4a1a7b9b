import asyncio
import threading

go_on = [threading.Event(), threading.Event()]
ended = [threading.Event(), threading.Event()]


def job(n):
    go_on[n].wait()
    print("job ends", n)
    ended[n].set()


async def main():
    loop = asyncio.get_running_loop()
    future = loop.run_in_executor(None, job, 0)
    try:
        await asyncio.wait_for(future, 0.02)
    except TimeoutError:
        print("timed out, cancelled:", str(future.cancelled()).lower())
    task = asyncio.create_task(asyncio.to_thread(job, 1))
    await asyncio.sleep(0.01)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("let go")
    go_on[0].set()
    ended[0].wait()
    print("main ends")
    loop.call_soon(go_on[1].set)


asyncio.run(main())
print("end")
