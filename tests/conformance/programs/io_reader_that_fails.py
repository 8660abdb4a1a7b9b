import asyncio
import socket

loop = asyncio.new_event_loop()
left, right = socket.socketpair()
left.setblocking(False)


def on_error(its_loop, context):
    print("handler:", context["exception"])


def on_readable():
    word = left.recv(100).decode()
    if word == "bad":
        raise ValueError("cannot read " + word)
    print("got", word)


loop.set_exception_handler(on_error)
loop.add_reader(left, on_readable)
loop.call_later(0.01, right.send, b"bad")
loop.call_later(0.03, right.send, b"good")
loop.call_later(0.05, loop.stop)
loop.run_forever()
loop.remove_reader(left)
left.close()
right.close()
loop.close()
