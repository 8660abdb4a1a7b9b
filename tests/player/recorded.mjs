// What the tests of the player share: the recordings that `make players` has made, and made-up ones.
import {readFileSync} from 'node:fs';
import {load} from '../../docs/player/make.mjs';

const built = new URL('../../build/docs/players/', import.meta.url).pathname;

/** The names of all players. */
export const names = JSON.parse(readFileSync(new URL('../../docs/player/players.json', import.meta.url))).map(({name}) => name);

/** The events of a recording. */
export const eventsOf = (name) => JSON.parse(readFileSync(`${built}traces/${name}.json`));

/** What the program printed when it was recorded. */
export const printedBy = (name) => readFileSync(`${built}programs/${name}.printed`, 'utf8');

/** The piece of HTML of a player. */
export const fragment = (name) => readFileSync(`${built}${name}.html`, 'utf8');

/** The steps of a recording. */
export const recordedSteps = (name) => load(name, `${built}traces/${name}.json`, `${built}programs/${name}.symbols`).recording.steps;

/** The article's program prints this, in this order. */
export const article = 'Tasks created, awaiting results...\nStarting to greet Alice...\nStarting to greet Bob...\n' +
    'Finished greeting Alice!\nFinished greeting Bob!\nResults: Hello, Alice!, Hello, Bob!\n';

// --- Made-up recordings, event by event ---------------------------------------------------------

const nothing = {batch: [], queued: [], timers: [], descriptors: [], tasks: []};

/** A turn begins: turn(10, {queued: ['Alice']}). */
export const turn = (time, state = {}) => ({name: 'turn', ph: 'i', args: {...nothing, loop_time: time, ...state}});
/** A step: run(11, 'Alice', {kind: 'task', output: 'Hello\n'}, 2000). The state is the one before it. */
export const run = (time, name, state = {}, took = 1) =>
    ({name, ph: 'X', dur: took, args: {...nothing, kind: 'callback', output: '', loop_time: time, ...state}});
/** The loop has slept until now. */
export const wait = (time) => ({name: 'wait', ph: 'X', dur: 0, args: {loop_time: time}});
/** Timers are due. */
export const due = (time, ...nodes) => ({name: 'timers due', ph: 'i', args: {loop_time: time, nodes}});
/** The program prints something between two steps. */
export const output = (text) => ({name: 'output', ph: 'i', args: {output: text}});
