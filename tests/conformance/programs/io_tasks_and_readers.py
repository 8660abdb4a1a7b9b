import asyncio
import socket


async def read_word(name, sock):
    loop = asyncio.get_running_loop()
    readable = loop.create_future()
    loop.add_reader(sock, lambda: readable.done() or readable.set_result(None))
    try:
        await readable
        return sock.recv(100).decode()
    finally:
        print(name, "stops reading:", "true" if loop.remove_reader(sock) else "false")


async def main():
    loop = asyncio.get_running_loop()
    left, right = socket.socketpair()
    left.setblocking(False)
    first = asyncio.create_task(read_word("first", left))
    loop.call_later(0.02, right.send, b"hello")
    print("first:", await first)
    try:
        await asyncio.wait_for(read_word("second", left), 0.02)
    except asyncio.TimeoutError:
        print("second: too late")
    left.close()
    right.close()


asyncio.run(main())
