import asyncio
import socket

loop = asyncio.new_event_loop()
left, right = socket.socketpair()
right.send(b"x")


def on_readable():
    print("reader", left.recv(10).decode())


def on_writable():
    print("writer")
    print("removed:", "true" if loop.remove_writer(left) else "false")


loop.add_writer(left, on_writable)
loop.add_reader(left, on_readable)
loop.call_later(0.02, right.send, b"y")
loop.call_later(0.04, loop.stop)
loop.run_forever()
loop.remove_reader(left)
left.close()
right.close()
loop.close()
