#pragma once

// Turn 1: what is ready goes first, so c and f, and then the timer that is due, d, though it was
// armed before f was queued. Turn 2: f has queued g and armed h, and h was overdue at once; but a
// turn queues due timers behind what is ready. Turn 3: nothing is ready, so the clock jumps to the
// second. b and e have one deadline, and b was armed first. Turn 4: b has queued i, which had to
// wait for this turn, though b asked for it before e was called. Turn 5: the clock jumps to the
// next second, and a, armed before everybody, is last.
inline constexpr const char* prediction = "cfdghbeia";
