import asyncio


def b(v):
    return "true" if v else "false"


async def party(name, barrier):
    try:
        i = await barrier.wait()
        print(name, "index", i)
    except asyncio.BrokenBarrierError as e:
        print(name, type(e).__name__, isinstance(e, RuntimeError) and "a RuntimeError")
    except asyncio.CancelledError:
        print(name, "cancelled, waiting", barrier.n_waiting)
        raise


def parties(barrier, names):
    return [asyncio.create_task(party(n, barrier)) for n in names]


async def main():
    barrier = asyncio.Barrier(3)
    print("-- reset while two wait")
    ts = parties(barrier, "ab")
    await asyncio.sleep(0)
    await barrier.reset()
    print("waiting", barrier.n_waiting, "broken:", b(barrier.broken))
    late = parties(barrier, "cde")
    await asyncio.wait(ts + late)
    print("-- reset while nobody waits")
    await barrier.reset()
    print("waiting", barrier.n_waiting, "broken:", b(barrier.broken))
    print("-- abort while two wait")
    ts = parties(barrier, "fg")
    await asyncio.sleep(0)
    await barrier.abort()
    print("waiting", barrier.n_waiting, "broken:", b(barrier.broken))
    ts += parties(barrier, "h")
    await asyncio.wait(ts)
    print("still broken:", b(barrier.broken))
    await party("main", barrier)
    await barrier.reset()
    print("broken:", b(barrier.broken))
    await asyncio.wait(parties(barrier, "ijk"))
    print("-- one cancelled")
    ts = parties(barrier, "lm")
    await asyncio.sleep(0)
    print("waiting", barrier.n_waiting)
    ts[1].cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("waiting", barrier.n_waiting, "broken:", b(barrier.broken))
    ts += parties(barrier, "no")
    await asyncio.wait(ts)
    print("-- cancelled while it drains")
    ts = parties(barrier, "pqr")
    await asyncio.sleep(0)
    ts[0].cancel()
    ts += parties(barrier, "stu")
    await asyncio.sleep(0.01)
    print("waiting", barrier.n_waiting, "done", sum(t.done() for t in ts))
    ts += parties(barrier, "v" * (3 - barrier.n_waiting) if barrier.n_waiting else "")
    await asyncio.wait(ts)


asyncio.run(main())
