import asyncio


def b(v):
    return "true" if v else "false"


async def joiner(name, q):
    try:
        await q.join()
        print(name, "joined")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    q = asyncio.Queue()
    try:
        q.task_done()
    except ValueError as e:
        print(type(e).__name__)
    q.put_nowait(1)
    q.put_nowait(2)
    ts = [asyncio.create_task(joiner(n, q)) for n in ("a", "b", "c")]
    await asyncio.sleep(0)
    ts[1].cancel()
    # done before they were taken out
    q.task_done()
    q.task_done()
    print("size", q.qsize())
    try:
        q.task_done()
    except ValueError as e:
        print(type(e).__name__)
    # another one comes before those who wait have gone on
    q.put_nowait(3)
    late = asyncio.create_task(joiner("late", q))
    await asyncio.wait(ts)
    print("late done:", b(late.done()))
    print("got", q.get_nowait(), q.get_nowait(), q.get_nowait())
    await asyncio.sleep(0)
    print("late done:", b(late.done()))
    q.task_done()
    await late
    await q.join()
    try:
        q.put_nowait(4)
        await asyncio.wait_for(q.join(), 0.01)
    except asyncio.TimeoutError as e:
        print(type(e).__name__)


asyncio.run(main())
