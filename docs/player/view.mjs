// What the player shows of a step. Each function here fills one part of it; none remembers anything.

import {duration} from './words.mjs';

// An element: make('p', {class: 'now', hidden: true}, 'text', otherElement)
export function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes))
        if (value !== undefined && value !== false && value !== null) element.setAttribute(name, value === true ? '' : value);
    element.append(...children.filter((child) => child !== undefined && child !== ''));
    return element;
}

// A part with a heading, empty yet.
export function part(name, heading) {
    const body = make('div', {class: `player-${name}-body`});
    const whole = make('div', {class: `player-part player-${name}`, role: 'group', 'aria-label': heading}, make('p', {class: 'player-heading', 'aria-hidden': 'true'}, heading), body);
    return {whole, body};
}

const cardOf = ({label, isNew}, more = '') => make('li', {class: `player-card${isNew ? ' is-new' : ''}${more}`}, label);

const idle = {wait: 'the loop sleeps', busy: 'the loop runs in circles', start: 'nothing has run yet', end: 'the loop has ended'};

// The ready queue: what runs, what is left of the batch, the bar, and who has come since.
export function showReady(body, {state, running, kind}) {
    const cards = state.batch.map((card) => cardOf(card));
    const inTurn = ['turn', 'run', 'busy'].includes(kind);
    if (inTurn) cards.push(make('li', {class: 'player-bar'}, make('span', {}, 'end of the batch')));
    cards.push(...state.queued.map((card) => cardOf(card)));
    const runs = make('p', {class: `player-running${running ? '' : ' is-idle'}`},
        make('span', {class: 'player-small'}, running ? 'ran just now' : idle[kind] ?? 'nothing runs'),
        running ? make('b', {}, running.label) : '');
    const isEmpty = state.batch.length + state.queued.length === 0;
    body.replaceChildren(runs, make('ol', {class: 'player-queue'}, ...cards,
        ...(isEmpty && !inTurn ? [make('li', {class: 'player-none'}, 'empty')] : [])));
}

// The timers, each on an axis of time from the beginning to the end of the recording. What the loop
// did with the time, as far as it has passed, is the first row.
export function showTimers(body, steps, index) {
    const end = steps.at(-1).time.to * 1.02 || 1;
    const place = (time) => `${Math.min(100, Math.max(0, time / end * 100)).toFixed(3)}%`;
    const span = (kind, from, to, words) => make('span', {class: `player-span is-${kind}`,
        style: `left:${place(from)};width:calc(${place(to)} - ${place(from)})`}, (to - from) / end > 0.45 ? words : '');
    const row = (label, track, more = '') => make('li', {class: `player-time-row${more}`}, make('span', {class: 'player-time-label'}, label),
        make('span', {class: 'player-track'}, ...track, make('span', {class: 'player-now-line'})));

    const step = steps[index];
    const past = steps.slice(0, index + 1).flatMap(({kind, held, time: {from, to}}) =>
        kind === 'wait' ? [span('asleep', from, to, `asleep ${duration(to - from)}`)]
            : kind === 'busy' ? [span('busy', from, to, `busy ${duration(to - from)}`)]
                : held ? [span('busy', from, to, `held up ${duration(to - from)}`)] : []);
    const axis = make('li', {class: 'player-time-row player-axis'}, make('b', {class: 'player-time-label'}, `now: ${duration(step.time.to)}`),
        make('span', {class: 'player-small'}, make('span', {}, '0'), make('span', {}, duration(end))));
    const rows = [axis, row('the loop', past)];
    for (const {label, from, deadline, isNew, cancelled} of step.state.timers) {
        const left = deadline === null ? 'never' : cancelled ? 'cancelled' : deadline > step.time.to ? `in ${duration(deadline - step.time.to)}` : 'due';
        const until = deadline ?? end;
        rows.push(row(make('span', {}, cancelled ? make('s', {}, label) : label, make('span', {class: 'player-small'}, left)),
            [span('timer', from, until, ''), make('span', {class: `player-due${until > end ? ' is-beyond' : ''}`, style: `left:${place(until)}`})],
            `${isNew ? ' is-new' : ''}${cancelled ? ' is-cancelled' : ''}`));
    }
    body.replaceChildren(make('ol', {class: 'player-times'}, ...rows));
    body.style.setProperty('--player-now', place(step.time.to));
}

export function showDescriptors(body, {state}) {
    const entries = state.descriptors.map(({descriptor, direction, label, bytes, isNew}) => make('li', {class: `player-card${isNew ? ' is-new' : ''}`},
        make('b', {}, `descriptor ${descriptor}`), ` ${label} wants to ${direction}`,
        bytes === undefined ? '' : make('span', {class: 'player-small'}, bytes === 1 ? '1 byte has come in' : `${bytes || 'no'} bytes have come in`)));
    body.replaceChildren(entries.length > 0 ? make('ul', {class: 'player-list'}, ...entries) : make('p', {class: 'player-none'}, 'nothing is asked for'));
}

export function showTasks(body, {state}) {
    const words = {new: 'has not begun', ready: 'is ready', waiting: 'waits', asleep: 'sleeps'};
    const entries = state.tasks.map(({label, state: how, awaits}) => make('li', {class: `player-task is-${how}`},
        make('b', {}, label), ` ${words[how] ?? how}${awaits ? ` for ${awaits}` : ''}`));
    body.replaceChildren(entries.length > 0 ? make('ul', {class: 'player-list'}, ...entries) : make('p', {class: 'player-none'}, 'none'));
}

// The output so far; what will follow is shown faintly, or hidden, for you to foretell.
export function showOutput(body, steps, index, hides) {
    const so_far = steps.slice(0, index).map((step) => step.output).join('');
    const later = steps.slice(index + 1).map((step) => step.output).join('');
    const children = [make('span', {class: 'player-printed'}, so_far), make('span', {class: 'player-printed is-new'}, steps[index].output)];
    if (later !== '' && hides) children.push(make('span', {class: 'player-guess'}, 'What comes next?'));
    if (later !== '' && !hides) children.push(make('span', {class: 'player-later', 'aria-hidden': 'true'}, later));
    body.replaceChildren(make('pre', {}, ...children));
}

// Marks the lines that ran in this step, and the one at which a task has stopped.
export function showSource(lines, {ran, here}) {
    let first;
    lines.forEach((line, index) => {
        const number = index + 1;
        const has_run = ran.some(([from, to]) => from <= number && number <= to);
        line.classList.toggle('has-run', has_run);
        line.classList.toggle('is-here', number === here);
        if (has_run) first ??= line;
    });
    const box = lines[0]?.closest('pre');
    if (first !== undefined && box !== null) box.scrollTop = first.offsetTop - box.clientHeight / 3;
}
