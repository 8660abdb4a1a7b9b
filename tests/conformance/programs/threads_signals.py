import asyncio
import signal

ONE, TWO = signal.SIGUSR1, signal.SIGUSR2


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(ONE, print, "one", 1)
    loop.add_signal_handler(TWO, print, "two")
    signal.raise_signal(ONE)
    print("raised")
    await settle()
    for s in (TWO, ONE, TWO):
        signal.raise_signal(s)
    await settle()
    loop.add_signal_handler(ONE, print, "one, replaced")
    signal.raise_signal(ONE)
    await settle()
    print("removed:", *[str(loop.remove_signal_handler(s)).lower() for s in (ONE, ONE, TWO)])
    print("default:", str(signal.getsignal(ONE) is signal.SIG_DFL).lower())

    task = asyncio.create_task(asyncio.sleep(10))
    loop.add_signal_handler(TWO, task.cancel)
    loop.call_later(0.01, signal.raise_signal, TWO)
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled by a signal")

    for s in (signal.SIGKILL, signal.SIGSTOP):
        try:
            loop.add_signal_handler(s, print)
        except RuntimeError as e:
            print("RuntimeError", e)
    for s in (0, 1000):
        for f in (lambda: loop.add_signal_handler(s, print), lambda: loop.remove_signal_handler(s)):
            try:
                f()
            except ValueError as e:
                print("ValueError", e)


asyncio.run(main())
print("after:", str(signal.getsignal(TWO) is signal.SIG_DFL).lower())
