import asyncio
import threading

go_on = threading.Event()


def job(label):
    go_on.wait()
    print("job ends", label)


async def main():
    loop = asyncio.get_running_loop()
    print("nothing to shut down")
    future = loop.run_in_executor(None, job, "a")
    task = asyncio.create_task(loop.shutdown_default_executor())
    await asyncio.sleep(0.01)
    print("shut down:", str(task.done()).lower())
    try:
        loop.run_in_executor(None, job, "b")
    except RuntimeError as e:
        print("refused:", e)
    try:
        await asyncio.to_thread(job, "c")
    except RuntimeError as e:
        print("refused:", e)
    go_on.set()
    await task
    print("future done:", str(future.done()).lower())
    await loop.shutdown_default_executor()
    print("twice")


asyncio.run(main())
