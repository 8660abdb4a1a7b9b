import asyncio
import socket

loop = asyncio.new_event_loop()
left, right = socket.socketpair()
right.send(b"x")


def on_readable():
    print("reader")
    left.recv(1)
    loop.call_soon(print, "after the reader")


def begin():
    print("begin")
    loop.call_later(0, print, "timer")
    loop.add_reader(left, on_readable)
    loop.call_soon(print, "queued")


loop.call_soon(begin)
loop.call_later(0.03, loop.stop)
loop.run_forever()
loop.remove_reader(left)
left.close()
right.close()
loop.close()
