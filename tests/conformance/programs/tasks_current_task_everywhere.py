import asyncio


def current():
    task = asyncio.current_task()
    return "none" if task is None else task.get_name()


async def child():
    print("child:", current())
    await asyncio.sleep(0)
    return current()


async def wrapper():
    print("wrapper:", current())
    r = await child()
    print("wrapper again:", current(), r)


async def main():
    loop = asyncio.get_running_loop()
    asyncio.current_task().set_name("main")
    await wrapper()
    task = asyncio.create_task(wrapper(), name="task")
    task.add_done_callback(lambda t: print("done callback:", current(), t.get_name()))
    loop.call_soon(lambda: print("soon:", current()))
    loop.call_later(-1, lambda: print("timer:", current()))
    await task
    await asyncio.sleep(0.01)
    loop.set_exception_handler(lambda lo, c: print("handler:", current()))

    def fail():
        raise ValueError("x")

    loop.call_soon(fail)
    await asyncio.sleep(0)
    print("all:", " ".join(sorted(t.get_name() for t in asyncio.all_tasks())))


asyncio.run(main())
print("outside:", "none")
