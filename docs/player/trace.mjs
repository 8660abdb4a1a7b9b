// A trace, as rondo::record_trace leaves it (src/rondo/watch/trace.hpp), as a list of turns.

import {isHousekeeping} from './words.mjs';

// The state of the loop between two steps. What comes next stands first in the batch.
function moment(args, next) {
    return {
        time: args.loop_time,
        batch: (next === undefined ? args.batch : [next, ...args.batch]).filter((name) => !isHousekeeping(name)),
        queued: args.queued.filter((name) => !isHousekeeping(name)),
        timers: args.timers,
        descriptors: args.descriptors,
        tasks: args.tasks.map((task) => task.state !== 'running' ? task
            : {...task, state: task.stack[0]?.line === undefined ? 'new' : 'ready'}),
    };
}

// @param events the trace
// @returns {poller, turns}. A turn has
//   start    the moment at which it began
//   waits    how the loop slept before it: {from, to}
//   reported, due   what came into the queue
//   closed   the moment after that: the batch is what runs in this turn
//   runs     its steps, each with the moments `before` and `after` it
//   printed  what the program printed between the turn before and this one
// What the program printed when the loop had ended is a last turn without steps.
export function readTrace(events) {
    let poller = '';
    let turns = [];
    let turn, printed = '';
    for (const {name, ph, args, dur} of events) {
        if (name === 'recording') poller = args.poller;
        if (name === 'output' && ph === 'i') printed += args.output;
        if (name === 'turn' && ph === 'i') {
            turn = {start: moment(args), waits: [], reported: [], due: [], runs: [], printed};
            turns.push(turn);
            printed = '';
        }
        if (name === 'kernel reported') turn.reported = args.nodes;
        if (name === 'timers due') turn.due = args.nodes;
        if (ph !== 'X') continue;
        if (name === 'wait' && args.kind === undefined)
            turn.waits.push({from: turn.start.time, to: args.loop_time});
        else
            turn.runs.push({name, args, took: dur, before: moment(args), closed: moment(args, name)});
    }
    notePlacesBetween(turns);
    turns = withoutEmptyTurns(turns);
    if (printed !== '') turns.push({start: turns.at(-1)?.runs.at(-1)?.after, waits: [], runs: [], printed});
    return {poller, turns};
}

// The moment after a step is the one before what comes next.
function notePlacesBetween(turns) {
    turns.forEach((turn, index) => {
        turn.closed = turn.runs[0]?.closed;
        turn.runs.forEach((run, place) => {
            run.after = turn.runs[place + 1]?.closed ?? turns[index + 1]?.start ?? run.before;
        });
        turn.runs = turn.runs.filter((run) => !isHousekeeping(run.name));
    });
}

// The kernel may wake the loop early; it finds nothing to do and sleeps on. To a reader that is one
// sleep, and no turn.
function withoutEmptyTurns(turns) {
    const kept = [];
    let waits = [], printed = '';
    for (const turn of turns) {
        waits = [...waits, ...turn.waits];
        printed += turn.printed;
        if (turn.runs.length === 0) continue;
        kept.push({...turn, waits, printed});
        waits = [];
        printed = '';
    }
    return kept;
}
