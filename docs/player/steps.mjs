// What a step is: a trace becomes a list of steps, each with the state of the loop after it and a
// sentence that says what it did. The player and the table are both made of these; nothing else
// reads a trace.

import {readTrace} from './trace.mjs';
import {count, duration, label, listed, quoted} from './words.mjs';

const long = 50e3;  // a step that takes longer than this (in microseconds) holds everybody up

// @param program {file, source (its lines), symbols}
// @returns {poller, steps}. A step has
//   kind    start, wait, turn, run, busy, main or end
//   turn    its number, 0 before the first
//   title, text   what it does, in a few words and in a sentence
//   output  what it printed
//   time    {from, to}, in microseconds by the loop's clock
//   running {label, detail}, or null
//   ran     the lines that ran, as pairs; `here`: the line at which the task stopped, or null
//   state   {batch, queued, timers, descriptors, tasks} after it; what is new has `isNew`, what has
//           been cancelled has `cancelled`
export function stepsOf(events, program) {
    const {poller, turns} = readTrace(events);
    const maker = new StepMaker(program, turns);
    return {poller, steps: maker.steps()};
}

class StepMaker {
    constructor(program, turns) {
        this.program = program;
        this.turns = turns;
        this.name = (name) => label(name, program.symbols);
        this.armed = new Map();  // when a timer was first seen
        this.hasTasks = turns.some((turn) => turn.runs.some((run) => run.args.kind === 'task'));
    }

    steps() {
        const made = [this.start()];
        const last = this.lastTurnOfProgram();
        let number = 0;
        for (let index = 0; index <= last; ++index) {
            const turn = this.turns[index];
            if (turn.printed && index > 0) made.push(this.printedByMain(turn, number));
            const repeats = this.repeatsFrom(index + 1, last);
            made.push(...this.turn(turn, ++number));
            if (repeats < 2 || signature(turn) !== signature(this.turns[index + 1])) continue;
            made.push(this.busy(this.turns.slice(index + 1, index + 1 + repeats), number + 1));
            index += repeats;
            number += repeats;
        }
        made.push(this.end(this.turns.slice(last + 1), number));
        return made;
    }

    // What follows the program's last step is the loop's own business.
    lastTurnOfProgram() {
        return this.turns.findLastIndex((turn) => turn.runs.some((run) => !this.hasTasks ||
            run.args.output !== '' || run.args.before?.some((frame) => frame.file === this.program.file)));
    }

    // How many turns from here on do what the first of them does, and change nothing.
    repeatsFrom(first, last) {
        const same = signature(this.turns[first]);
        if (same === '') return 0;
        let next = first;
        while (next <= last && signature(this.turns[next]) === same) ++next;
        return next - first;
    }

    start() {
        const {start, printed} = this.turns[0];
        const names = start.queued.map((name) => this.card(name, start).label);
        const state = this.state(start);
        const parts = [printed && `main prints ${quoted(printed)}.`];
        parts.push('A loop works in turns: in each of them it runs what stands in its ready queue, one after the other. ' +
            `It has not begun yet. ${names.length === 0 ? 'Nothing' : listed(names)} ${names.length > 1 ? 'are' : 'is'} in the queue.`);
        return this.step('start', 0, 'Before the loop runs', parts, {to: start, state, output: printed});
    }

    printedByMain(turn, number) {
        return this.step('main', number, 'Between two turns', [`The program prints ${quoted(turn.printed)}.`],
            {to: turn.start, output: turn.printed});
    }

    // The steps of one turn: the loop sleeps, the batch is closed, and each in it runs.
    turn(turn, number) {
        const made = [];
        const slept = turn.waits.length === 0 ? 0 : turn.waits.at(-1).to - turn.waits[0].from;
        if (slept > 500) made.push(this.wait(turn, number, slept));
        made.push(this.beginning(turn, number));
        for (const run of turn.runs) made.push(this.run(run, number));
        return made;
    }

    wait(turn, number, slept) {
        const early = turn.waits.length - 1;
        const until = turn.start.timers.length > 0 ? 'until the next timer is due' : 'until something happens';
        const watched = turn.start.descriptors.length > 0 ? ', or something comes in' : '';
        const parts = ['Nothing is ready, and there is nothing to do. ' +
            `The loop asks the kernel to let it sleep ${until}${watched}. It sleeps for ${duration(slept)}.`];
        if (early > 0)
            parts.push(`(The kernel woke it early ${early === 1 ? 'once' : `${early} times`}; it looked at the clock and slept on.)`);
        const to = {...turn.start, time: turn.waits.at(-1).to};
        return this.step('wait', number, `The loop sleeps for ${duration(slept)}`, parts, {to, from: turn.waits[0].from});
    }

    beginning(turn, number) {
        const state = this.state(turn.closed);
        const arrived = [...turn.reported, ...turn.due];
        state.batch.slice(state.batch.length - arrived.length).forEach((card) => card.isNew = arrived.length > 0);
        const parts = [];
        if (turn.reported.length > 0)
            parts.push(`The kernel reports what was asked for: ${listed(turn.reported.map(this.name))} can go on, and goes into the queue.`);
        if (turn.due.length > 0)
            parts.push(`${turn.due.length === 1 ? 'A timer is due and goes' : `${turn.due.length} timers are due and go`} ` +
                `into the queue: ${listed(turn.due.map(this.name))}.`);
        const size = turn.closed.batch.length;
        parts.push(`A bar falls behind ${size === 1 ? 'the one that stands' : `the ${size} that stand`} in the queue: this is the turn’s batch.`);
        if (number === 1) parts.push('Who comes from now on waits behind the bar, for the next turn.');
        return this.step('turn', number, `Turn ${count(number)} begins`, parts, {to: turn.closed, state});
    }

    run(run, number) {
        const {before, after, args} = run;
        const state = this.state(after, before);
        const card = this.card(run.name, before, args);
        const parts = [this.whatRan(args), args.output && `It prints ${quoted(args.output)}.`];
        if (run.took > long) parts.push(this.holdUp(run));
        parts.push(...this.changes(before, after, state), this.ending(args, after, run.name));
        return this.step('run', number, `${card.label} ${args.kind === 'timer' ? 'fires' : 'runs'}`, parts,
            {to: after, from: before.time, state, output: args.output, running: card, ...this.lines(run), held: run.took > long});
    }

    whatRan({kind, before}) {
        if (kind === 'descriptor') return 'It has got what it waited for.';
        if (kind !== 'task') return '';
        const line = this.ownFrame(before)?.line;
        return line === undefined ? 'It begins.' : `It goes on after line ${line}.`;
    }

    holdUp({took, after}) {
        const late = after.timers.filter((timer) => timer.deadline !== null && timer.deadline < after.time)
            .map((timer) => ` ${this.name(timer.name)} should have ended ${duration(after.time - timer.deadline)} ago.`);
        return `That takes ${duration(took)}, and meanwhile nobody else can run.${late.join('')}`;
    }

    // What else is different after a step.
    changes(before, after, state) {
        const parts = state.timers.filter((timer) => timer.cancelled).map((timer) => `The timer “${timer.label}” is cancelled.`);
        const known = new Set(before.tasks.map((task) => task.name));
        const created = after.tasks.filter((task) => !known.has(task.name)).map((task) => this.card(task.name, after).label);
        if (created.length > 0)
            parts.push(`It makes ${created.length === 1 ? 'a task, which goes' : 'tasks, which go'} into the queue: ${listed(created)}.`);
        const queued = state.queued.filter((card) => card.isNew).map((card) => card.label);
        const others = queued.filter((name) => !created.includes(name));
        if (others.length > 0) parts.push(`Into the queue, behind the bar: ${listed(others)}.`);
        for (const timer of state.timers)
            if (timer.isNew && timer.deadline !== null) parts.push(`A timer is set: ${timer.label}, in ${duration(timer.deadline - after.time)}.`);
        for (const entry of state.descriptors)
            if (entry.isNew) parts.push(`The kernel is asked to say when there is something to ${entry.direction} on descriptor ${entry.descriptor}.`);
        return parts;
    }

    ending({kind, after, end}, place, name) {
        if (kind !== 'task') return '';
        if (end === 'returned') return 'It returns: the task is done.';
        if (end === 'cancelled') return 'It ends cancelled.';
        if (end !== undefined) return `It ends with an exception: ${end}.`;
        const awaited = place.tasks.find((task) => task.name === name)?.awaits;
        const line = this.ownFrame(after)?.line;
        const where = line === undefined ? '' : ` in line ${line}`;
        if (awaited === undefined) return `It gives way${where}.`;
        return awaited === `sleep of ${name}` ? `It stops${where}, and sleeps.` : `It stops${where}, and waits for ${this.name(awaited)}.`;
    }

    busy(turns, number) {
        const last = turns.at(-1), to = last.runs.at(-1).after;
        const names = last.runs.map((run) => this.card(run.name, run.before).label);
        const spent = to.time - turns[0].start.time;
        const end = number + turns.length - 1;
        return this.step('busy', end, `Turns ${count(number)} to ${count(end)}: the same again, ${count(turns.length)} times`,
            [`${listed(names)}: each is called, and goes back into the queue. Nothing is printed and nothing changes, but the time.`,
                `For ${duration(spent)} the loop runs in circles, and keeps a core busy with it.`],
            {to, from: turns[0].start.time, ran: last.runs.flatMap((run) => this.lines(run).ran ?? [])});
    }

    end(rest, number) {
        const own = rest.reduce((sum, turn) => sum + turn.runs.length, 0);
        const printed = rest.map((turn) => turn.printed).join('');
        const parts = [this.hasTasks ? 'The main task is done, and so run returns.' : 'The loop was stopped: run_forever returns to main.'];
        if (own > 0) parts.push(`Before it does, the loop tidies up, in ${own === 1 ? 'a step' : `${count(own)} steps`} of its own that ${own === 1 ? 'is' : 'are'} not shown.`);
        if (printed) parts.push(`main prints ${quoted(printed)}.`);
        const from = this.turns.at(-1 - rest.length)?.runs.at(-1).after;
        return this.step('end', number, 'The end', parts,
            {to: from, output: printed, state: {batch: [], queued: [], timers: [], descriptors: [], tasks: []}});
    }

    step(kind, turn, title, parts, {to, from = to.time, state = this.state(to), output = '', running = null, ran = [], here = null, held = false}) {
        return {kind, turn, title, text: parts.filter(Boolean).join(' '), output, time: {from, to: to.time}, running, ran, here, held, state};
    }

    // --- What is to be seen ---------------------------------------------------------------------

    // A card: {name, label, detail}. A task's detail is its function.
    card(name, place, args = {}) {
        const stack = place.tasks.find((task) => task.name === name)?.stack ?? args.before;
        const words = this.name(name);
        const detail = stack?.at(-1)?.function ?? '';
        return {name, label: detail && detail !== words ? `${words} (${detail})` : words, detail};
    }

    // The state of the loop, and what in it was not there `before`.
    state(place, before) {
        const cards = (names, old) => names.map((name, index) => ({
            label: this.card(name, place).label, isNew: before !== undefined && index >= old}));
        return {
            batch: cards(place.batch, Infinity),
            queued: cards(place.queued, before?.queued.length ?? Infinity),
            timers: this.timers(place, before),
            descriptors: place.descriptors.map((entry) => ({...entry, label: this.name(entry.name),
                isNew: before !== undefined && !before.descriptors.some((old) => samePlace(old, entry))})),
            tasks: place.tasks.map(({name, state, awaits}) => {
                const label = this.card(name, place).label;
                return awaits === `sleep of ${name}` ? {label, state: 'asleep'} : {label, state, awaits: awaits && this.name(awaits)};
            }),
        };
    }

    timers(place, before) {
        const entry = (timer, more) => {
            const key = `${timer.name} ${timer.deadline}`;
            if (!this.armed.has(key)) this.armed.set(key, place.time);
            return {label: this.name(timer.name), deadline: timer.deadline, from: this.armed.get(key), ...more};
        };
        const isIn = (timers, timer) => timers.some((other) => other.name === timer.name && other.deadline === timer.deadline);
        const armed = place.timers.map((timer) => entry(timer, {isNew: before !== undefined && !isIn(before.timers, timer)}));
        // Timers that are due leave the heap when a turn begins. What leaves it in a step was cancelled.
        const gone = (before?.timers ?? []).filter((timer) => !isIn(place.timers, timer));
        return [...armed, ...gone.map((timer) => entry(timer, {cancelled: true}))];
    }

    // The innermost coroutine of a stack that is in the program itself.
    ownFrame(stack) { return stack?.find((frame) => frame.file === this.program.file); }

    lines({name, args: {kind, before, after, end}}) {
        const {symbols} = this.program;
        if (kind !== 'task') {
            const known = symbols.linesOf(name);
            return known ? {ran: [[known.first, known.last]]} : {};
        }
        const from = this.ownFrame(before), here = this.ownFrame(after)?.line ?? null;
        if (!from) return {};
        const lines = from.line === undefined ? symbols.linesOf(from.function) : symbols.around(from.line);
        const first = from.line ?? lines?.first ?? here;
        // It has stopped in the same function further down, or in one that it called, or it is over.
        const stopped = after.find((frame) => frame.file === from.file && frame.function === from.function)?.line;
        const last = stopped ?? (end === 'returned' ? lines?.last : first);
        const ran = [[first, Math.max(first, last ?? first)]];
        if (here !== null && stopped !== here) ran.push([symbols.around(here)?.first ?? here, here]);
        return {ran, here};
    }
}

const samePlace = (a, b) => a.descriptor === b.descriptor && a.direction === b.direction && a.name === b.name;

// What a turn does, if it changes nothing: the same text for turns that are the same. '' if it does
// change something.
function signature(turn) {
    if (turn === undefined || turn.runs.length === 0 || turn.waits.length > 0 || turn.printed) return '';
    if (turn.runs.some((run) => run.args.output !== '' || run.args.kind !== 'callback')) return '';
    const {queued, timers, descriptors, tasks} = turn.start;
    return JSON.stringify([turn.runs.map((run) => run.name), queued, timers, descriptors, tasks]);
}
