import asyncio


def handler(loop, context):
    print("handler:", type(context["exception"]).__name__, context["exception"])


async def child(name, fail):
    await asyncio.sleep(0)
    print(name, "ends")
    if fail:
        raise ValueError(name)
    return name


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    asyncio.gather(child("a", False), child("b", False)).add_done_callback(
        lambda f: print("callback", *f.result()))
    for i in range(5):
        await asyncio.sleep(0)
    asyncio.gather(child("c", True), child("d", False))
    for i in range(5):
        await asyncio.sleep(0)
    asyncio.gather(child("e", True), child("f", True), return_exceptions=True)
    for i in range(5):
        await asyncio.sleep(0)
    asyncio.shield(child("g", False)).add_done_callback(
        lambda f: print("callback", f.result()))
    for i in range(5):
        await asyncio.sleep(0)
    print("end")


asyncio.run(main())
