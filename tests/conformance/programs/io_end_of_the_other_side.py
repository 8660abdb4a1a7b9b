import asyncio
import socket

loop = asyncio.new_event_loop()
left, right = socket.socketpair()
left.setblocking(False)


def on_readable():
    data = left.recv(100)
    print("got", len(data), "bytes")
    if not data:
        loop.remove_reader(left)
        loop.stop()


loop.add_reader(left, on_readable)
loop.call_later(0.01, right.send, b"last words")
loop.call_later(0.03, right.close)
loop.run_forever()
left.close()
loop.close()
