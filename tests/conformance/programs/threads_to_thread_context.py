import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


def work(name):
    print("thread sees", user.get())
    user.set(name)
    print("thread set", user.get())
    return name


async def child(name):
    user.set(name)
    await asyncio.to_thread(work, name.upper())
    print("child", user.get())


async def main():
    await asyncio.to_thread(work, "anybody")
    print("main", user.get())
    await child("inner")
    print("main", user.get())
    await asyncio.create_task(child("task"))
    print("main", user.get())
    loop = asyncio.get_running_loop()
    print("plain", await loop.run_in_executor(None, user.get))
    coro = asyncio.to_thread(work, "late")
    user.set("set before the await")
    await coro


asyncio.run(main())
