import asyncio


async def waits(primitive):
    try:
        await primitive()
        print("went on")
    except RuntimeError as e:
        print(type(e).__name__)


async def cancelled_while_waiting(what):
    t = asyncio.create_task(what())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.wait([t])
    print("cancelled:", "true" if t.cancelled() else "false")


# made before any loop runs
lock = asyncio.Lock()
event = asyncio.Event()
semaphore = asyncio.Semaphore(0)
queue = asyncio.Queue(1)
condition = asyncio.Condition()
untouched = asyncio.Lock()


async def put():
    await queue.put(1)


async def first():
    await untouched.acquire()
    untouched.release()
    await lock.acquire()
    await condition.acquire()
    for what in (lock.acquire, event.wait, semaphore.acquire, queue.get, condition.wait):
        await cancelled_while_waiting(what)


async def second():
    # nobody has to wait: no loop is asked for
    await untouched.acquire()
    await put()
    print("got", await queue.get())
    event.set()
    await event.wait()
    event.clear()
    semaphore.release()
    await semaphore.acquire()
    print("locked:", "true" if lock.locked() else "false")
    # somebody has to
    await waits(lock.acquire)
    await waits(event.wait)
    await waits(semaphore.acquire)
    await waits(queue.get)
    await put()
    await waits(put)
    await waits(condition.wait)
    await cancelled_while_waiting(untouched.acquire)


asyncio.run(first())
asyncio.run(second())
