import asyncio

turn = 0


def again(n):
    print("callback", n)
    if n < 3:
        asyncio.get_running_loop().call_soon(again, n + 1)


async def unstarted():
    print("unstarted starts")
    try:
        await asyncio.sleep(0)
        print("unstarted goes on")
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("unstarted cancelled")


async def main():
    asyncio.get_running_loop().call_soon(again, 1)
    asyncio.create_task(unstarted())
    print("main ends")


asyncio.run(main())
print("run over")
asyncio.run(main())
