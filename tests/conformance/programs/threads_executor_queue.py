import asyncio
import concurrent.futures
import threading

go_on = threading.Event()
order = []


def job(label):
    if label == "first":
        go_on.wait()
    order.append(label)
    return label


async def main():
    loop = asyncio.get_running_loop()
    executor = concurrent.futures.ThreadPoolExecutor(max_workers=1)
    futures = [loop.run_in_executor(executor, job, n) for n in ("first", "second", "third", "fourth")]
    await asyncio.sleep(0.01)
    print("cancel:", str(futures[1].cancel()).lower(), str(futures[1].cancelled()).lower())
    print("again:", str(futures[1].cancel()).lower())
    await asyncio.sleep(0.01)
    go_on.set()
    results = await asyncio.gather(*futures, return_exceptions=True)
    for r in results:
        print(r if isinstance(r, str) else type(r).__name__)
    executor.shutdown()
    print(*order)
    try:
        loop.run_in_executor(executor, job, "late")
    except RuntimeError as e:
        print("refused:", e)


asyncio.run(main())
