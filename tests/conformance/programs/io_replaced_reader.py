import asyncio
import socket

loop = asyncio.new_event_loop()
left, right = socket.socketpair()
left.setblocking(False)


def on_readable(name):
    print(name, "got", left.recv(100).decode())


loop.add_reader(left, on_readable, "first")
loop.call_later(0.01, right.send, b"one")
loop.call_later(0.03, loop.add_reader, left, on_readable, "second")
loop.call_later(0.05, right.send, b"two")
loop.call_later(0.08, loop.stop)
loop.run_forever()
left.close()
right.close()
loop.close()
