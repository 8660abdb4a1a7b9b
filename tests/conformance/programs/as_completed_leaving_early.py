import asyncio


async def child(name, delay, fails=False):
    await asyncio.sleep(delay)
    print("ends", name)
    if fails:
        raise ValueError(name)
    return name


async def main():
    tasks = [asyncio.create_task(child(n, d)) for n, d in (("a", 0.03), ("b", 0.01), ("c", 0.02))]
    for next_one in asyncio.as_completed(tasks, timeout=0.025):
        print("first:", await next_one)
        break
    print("left")
    await asyncio.sleep(0.05)

    try:
        for next_one in asyncio.as_completed([child("d", 0.02), child("e", 0.01, True)]):
            print(await next_one)
    except ValueError as e:
        print("ValueError", e)
    await asyncio.sleep(0.03)

    # Two loops over the same one share what there is.
    it = asyncio.as_completed([child("f", 0.01), child("g", 0.02), child("h", 0.03)])
    for one in it:
        print("outer", await one)
        for other in it:
            print("inner", await other)


asyncio.run(main())
