import asyncio
import socket

loop = asyncio.new_event_loop()
pairs = [socket.socketpair() for _ in range(2)]
called = []


def on_readable(mine, other):
    called.append(mine)
    loop.remove_reader(pairs[other][0])
    loop.remove_reader(pairs[mine][0])


for here, there in pairs:
    there.send(b"x")
loop.add_reader(pairs[0][0], on_readable, 0, 1)
loop.add_reader(pairs[1][0], on_readable, 1, 0)
loop.call_later(0.03, loop.stop)
loop.run_forever()
print("called:", len(called))
for pair in pairs:
    for end in pair:
        end.close()
loop.close()
