import asyncio


async def party(name, barrier):
    i = await barrier.wait()
    print(name, "index", i, "waiting", barrier.n_waiting)


async def block(name, barrier):
    async with barrier as position:
        print(name, "position", position)
        await asyncio.sleep(0)
        print(name, "ends")


async def ticker(turns):
    for turn in range(turns):
        print("turn", turn)
        await asyncio.sleep(0)


async def main():
    barrier = asyncio.Barrier(3)
    print("more than there is room for")
    ts = [asyncio.create_task(party("p%d" % i, barrier)) for i in range(7)]
    ticks = asyncio.create_task(ticker(12))
    await ticks
    print("waiting", barrier.n_waiting, "done", sum(t.done() for t in ts))
    more = [asyncio.create_task(block(n, barrier)) for n in ("x", "y")]
    await asyncio.wait(ts + more)
    print("waiting", barrier.n_waiting, "of", barrier.parties)
    alone = asyncio.Barrier(1)
    print("alone", await alone.wait(), await alone.wait())
    for parties in (0, -1):
        try:
            asyncio.Barrier(parties)
        except ValueError as e:
            print(parties, type(e).__name__)


asyncio.run(main())
