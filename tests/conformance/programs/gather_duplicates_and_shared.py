import asyncio


async def child(name):
    print(name, "runs")
    await asyncio.sleep(0)
    return name


async def main():
    t = asyncio.create_task(child("t"))
    u = asyncio.create_task(child("u"))
    print(*await asyncio.gather(t, u, t, t))
    t = asyncio.create_task(child("t"))
    first = asyncio.gather(t, child("v"))
    second = asyncio.gather(child("w"), t)
    print(*await second)
    print(*await first)
    nothing = await asyncio.gather()
    print("nothing gives", len(nothing))


asyncio.run(main())
