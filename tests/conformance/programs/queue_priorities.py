import asyncio


class Job:
    def __init__(self, urgency, name):
        self.urgency = urgency
        self.name = name

    def __lt__(self, other):
        return self.urgency < other.urgency


async def putter(q, items):
    for item in items:
        await q.put(item)
        print("put", item, "size", q.qsize())


async def getter(name, q):
    print(name, "got", await q.get())


async def main():
    q = asyncio.PriorityQueue()
    for item in ((2, "b"), (1, "z"), (3, "a"), (1, "a"), (2, "a")):
        q.put_nowait(item)
    while not q.empty():
        print(*q.get_nowait())
    jobs = asyncio.PriorityQueue()
    for job in (Job(5, "sweep"), Job(1, "fire"), Job(3, "post"), Job(0, "flood")):
        jobs.put_nowait(job)
    print(" ".join([jobs.get_nowait().name for i in range(4)]))
    # a small one: who is urgent does not overtake those who wait for room
    small = asyncio.PriorityQueue(maxsize=2)
    p = asyncio.create_task(putter(small, (5, 4, 3, 1, 2)))
    await asyncio.sleep(0)
    print("full:", "true" if small.full() else "false")
    while small.qsize():
        print("got", small.get_nowait())
        await asyncio.sleep(0)
    await p
    # woken getters take the least there is by then
    ts = [asyncio.create_task(getter(n, small)) for n in ("a", "b")]
    await asyncio.sleep(0)
    small.put_nowait(9)
    small.put_nowait(8)
    await asyncio.wait(ts)
    stack = asyncio.LifoQueue(maxsize=2)
    p = asyncio.create_task(putter(stack, (1, 2, 3, 4)))
    await asyncio.sleep(0)
    while stack.qsize():
        print("got", stack.get_nowait())
        await asyncio.sleep(0)
    await p
    try:
        stack.get_nowait()
    except asyncio.QueueEmpty as e:
        print(type(e).__name__)


asyncio.run(main())
