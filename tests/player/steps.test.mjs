// What a step is: made-up recordings, each for one rule.
import assert from 'node:assert/strict';
import test from 'node:test';
import {stepsOf} from '../../docs/player/steps.mjs';
import {readSymbols} from '../../docs/player/symbols.mjs';
import {duration, listed} from '../../docs/player/words.mjs';
import {due, output, run, turn, wait} from './recorded.mjs';

const program = {file: 'greet.cpp', source: [], symbols: readSymbols('', [], 'greet.cpp')};
const stepsFrom = (...events) => stepsOf(events, program).steps;
const kinds = (steps) => steps.map((step) => step.kind).join(' ');
const labels = (cards) => cards.map((card) => card.label + (card.isNew ? ' (new)' : ''));

test('a turn is a closing of the batch, and a step for each in it', () => {
    const steps = stepsFrom(turn(1, {queued: ['a', 'b']}), run(2, 'a', {batch: ['b']}), run(3, 'b'));
    assert.equal(kinds(steps), 'start turn run run end');
    assert.deepEqual(labels(steps[1].state.batch), ['a', 'b']);
    assert.deepEqual(labels(steps[2].state.batch), ['b']);
});

test('who comes during a turn lands behind the bar, and is new for one step', () => {
    const steps = stepsFrom(turn(1, {queued: ['a', 'b']}), run(2, 'a', {batch: ['b']}), run(3, 'b', {queued: ['c']}),
        turn(4, {queued: ['c']}), run(5, 'c'));
    assert.deepEqual(labels(steps[2].state.queued), ['c (new)']);
    assert.deepEqual(labels(steps[3].state.queued), ['c']);
});

test('what a timer brings into the queue is new in it', () => {
    const timer = {name: 'sleep', deadline: 1000};
    const steps = stepsFrom(turn(1, {timers: [timer]}), wait(1000), due(1000, 'sleep'), run(1001, 'sleep'));
    assert.equal(kinds(steps), 'start wait turn run end');
    assert.deepEqual(labels(steps[2].state.batch), ['sleep (new)']);
    assert.deepEqual(steps[1].time, {from: 1, to: 1000});
    assert.ok(steps.every((step) => !step.state.timers.some((one) => one.cancelled)));
});

test('a sleep that the kernel interrupts is one sleep, and turns without steps are none', () => {
    const timers = [{name: 'sleep', deadline: 3000}];
    const steps = stepsFrom(turn(1, {queued: ['a']}), run(2, 'a'), turn(3, {timers}), wait(1000), turn(1001, {timers}), wait(2000),
        turn(2001, {timers}), wait(3000), due(3000, 'sleep'), run(3001, 'sleep'));
    assert.equal(kinds(steps), 'start turn run wait turn run end');
    assert.deepEqual(steps[3].time, {from: 3, to: 3000});
    assert.match(steps[3].text, /woke it early 2 times/);
    assert.equal(steps[4].turn, 2);
});

test('a timer that leaves in a step was cancelled there', () => {
    const timers = [{name: 'sleep', deadline: 3000}];
    const steps = stepsFrom(turn(1, {queued: ['a', 'b'], timers}), run(2, 'a', {batch: ['b'], timers}), run(3, 'b'));
    assert.deepEqual(steps[2].state.timers.map((timer) => timer.cancelled), [true]);
    assert.deepEqual(steps[3].state.timers, []);
});

// Turns that do the same, as many as there are times.
const circles = (...times) => times.flatMap((time) => [turn(time, {queued: ['a']}), run(time + 1, 'a', {})]);

test('turns that do the same and change nothing fold into the first and a count of the others', () => {
    const steps = stepsFrom(...circles(10, 20, 30, 40), turn(50, {queued: ['a']}), run(51, 'a', {output: 'done\n'}));
    assert.equal(kinds(steps), 'start turn run busy turn run end');
    assert.match(steps[3].title, /^Turns 2 to 4: the same again, 3 times$/);
    assert.deepEqual(steps[3].time, {from: 20, to: 50});
    assert.equal(steps[4].turn, 5);
});

test('turns that differ do not fold', () => {
    const printing = [turn(30, {queued: ['a']}), run(31, 'a', {output: 'x\n'})];
    assert.equal(kinds(stepsFrom(...circles(10, 20), ...printing)), 'start turn run turn run turn run end');
});

test('what the program prints outside of the loop is in a step of its own place', () => {
    const steps = stepsFrom(output('before\n'), turn(1, {queued: ['a']}), run(2, 'a', {output: 'in\n'}), output('between\n'),
        turn(3, {queued: ['b']}), run(4, 'b'), output('after\n'));
    assert.deepEqual(steps.map((step) => step.output), ['before\n', '', 'in\n', 'between\n', '', '', 'after\n']);
    assert.equal(kinds(steps), 'start turn run main turn run end');
});

test('the last look at a future that is done is not shown, neither as a card nor as a step', () => {
    const steps = stepsFrom(turn(1, {queued: ['a', 'release of Task-1']}), run(2, 'a', {batch: ['release of Task-1']}),
        run(3, 'release of Task-1', {kind: 'release'}), turn(4, {queued: ['b']}), run(5, 'b'));
    assert.equal(kinds(steps), 'start turn run turn run end');
    assert.deepEqual(labels(steps[1].state.batch), ['a']);
});

test('what the loop does for itself at the end is counted, not shown', () => {
    const stack = [{function: 'async_main', file: 'greet.cpp'}];
    const own = [{function: 'shut_down', file: 'run.cpp'}];
    const task = (name, its) => ({name, state: 'new', stack: its});
    const steps = stepsFrom(turn(1, {queued: ['main'], tasks: [task('main', stack)]}),
        run(2, 'main', {kind: 'task', before: stack, after: [], end: 'returned', tasks: [task('main', stack)]}),
        turn(3, {queued: ['other'], tasks: [task('other', own)]}), run(4, 'other', {kind: 'task', before: own, after: [], end: 'returned'}));
    assert.equal(kinds(steps), 'start turn run end');
    assert.match(steps[3].text, /in a step of its own that is not shown/);
});

test('a step that takes long holds everybody up', () => {
    const steps = stepsFrom(turn(1, {queued: ['a', 'b']}), run(2, 'a', {batch: ['b']}, 300e3), run(300e3, 'b'));
    assert.equal(steps[2].held, true);
    assert.equal(steps[3].held, false);
});

const source = ['void greet(std::string name) {', '    later([=] {', '        print(name);', '    });', '}', 'void clock() {', '}', 'int main() {', '}'];
const symbols = readSymbols([
    '0000 T greet(std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >)\t/x/greet.cpp:1',
    '0001 t greet(std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >)::{lambda()#1}::operator()() const\t/x/greet.cpp:2',
    '0002 T clock()\t/x/greet.cpp:6',
    '0003 T main\t/x/greet.cpp:8',
    '0004 t _GLOBAL__sub_I_loop\t/x/greet.cpp:9',
    '0005 W elsewhere()\t/x/other.cpp:6',
].join('\n'), source, 'greet.cpp');

test('a function that the recorder knows by its type is found by it', () => {
    assert.equal(symbols.functionOfType('void (&)(std::string)'), 'greet');
    assert.equal(symbols.functionOfType('void (*)()'), 'clock');
    assert.equal(symbols.functionOfType('void (*)(int)'), undefined);
});

test('functions and lambdas have their lines', () => {
    const lines = ({first, last}) => [first, last];
    assert.deepEqual(lines(symbols.linesOf('greet')), [1, 5]);
    assert.deepEqual(lines(symbols.linesOf('greet::{lambda#1}')), [2, 4]);
    assert.equal(symbols.around(3).name, 'greet::{lambda#1}');
    assert.equal(symbols.around(5).name, 'greet');
});

test('lengths of time and lists are for people', () => {
    assert.deepEqual([0, 85, 1250, 20.4e3, 999.9e3, 1.005e6, 61e6].map(duration), ['0 µs', '85 µs', '1.3 ms', '20.4 ms', '1 s', '1 s', '61 s']);
    assert.equal(listed(['a', 'b', 'c']), 'a, b and c');
});
