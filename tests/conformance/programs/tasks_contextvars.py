import asyncio
import contextvars

var = contextvars.ContextVar("var", default="default")


async def child(name):
    print(name, "sees", var.get())
    var.set(name)
    await asyncio.sleep(0)
    print(name, "sees", var.get())


async def main():
    loop = asyncio.get_running_loop()
    var.set("main")
    a = asyncio.create_task(child("a"))
    var.set("main later")
    b = asyncio.create_task(child("b"))
    loop.call_soon(lambda: print("soon sees", var.get()))
    a.add_done_callback(lambda t: print("callback of a sees", var.get()))
    var.set("main last")
    await a
    await b
    print("main sees", var.get())
    await child("inline")
    print("main sees", var.get())
    await asyncio.gather(child("g1"), child("g2"))
    print("main sees", var.get())
    await asyncio.wait_for(child("w"), 5)
    print("main sees", var.get())

    def setter():
        var.set("setter")
        loop.call_soon(lambda: print("soon of setter sees", var.get()))

    loop.call_soon(setter)
    loop.call_soon(lambda: print("after setter sees", var.get()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    token = var.set("with token")
    print(token.old_value, var.get())
    var.reset(token)
    print(var.get())


asyncio.run(main())
print("outside", var.get())
