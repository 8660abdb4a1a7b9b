// Words for a reader: how long, and what things are called.

// A length of time, given in microseconds: "85 µs", "20 ms", "1 s".
export function duration(microseconds) {
    const us = Math.max(0, microseconds);
    if (us < 999.5) return `${Math.round(us)} µs`;
    if (us < 999.5e3) return `${Number((us / 1e3).toPrecision(us < 1e4 ? 2 : 3))} ms`;
    return `${Number((us / 1e6).toFixed(2))} s`;
}

// "1,234".
export const count = (number) => number.toLocaleString('en-US');

// "Alice", "Alice and Bob", "Alice, Bob and Carol".
export function listed(names) {
    if (names.length < 2) return names.join('');
    return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

// What a program printed, within a sentence.
export const quoted = (text) => text.trimEnd().split('\n').map((line) => `“${line}”`).join(' and ');

const plainNames = [
    [/^rondo::Gathering::Listener$/, 'gather, told that one is done'],
    [/^rondo::Lock::Acquire$/, 'the lock'],
    [/^rondo::WorkReply</, 'the answer of the thread'],
    [/^future$/, 'a future'],
    [/^rondo::EventLoop::run_until_done::/, 'run, told that its task is done'],
];

// What a card says. The recorder knows a function that was given to call_soon by its type alone; the
// program's symbols tell which function that is.
export function label(name, symbols) {
    for (const [pattern, words] of plainNames)
        if (pattern.test(name)) return words;
    const lambda = name.match(/^(.*?)::\{lambda#\d+\}$/);
    if (lambda) {
        const line = symbols.linesOf(name)?.first;
        return `lambda in ${label(lambda[1], symbols)}${line === undefined ? '' : ` (line ${line})`}`;
    }
    return symbols.functionOfType(name) ?? name.replaceAll('rondo::', '');
}

// A future that is done stands in the queue once more, until nobody looks at it. That is a matter
// of memory and explains nothing.
export const isHousekeeping = (name) => name.startsWith('release of ');
