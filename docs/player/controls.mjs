// The player's buttons and keys, and what goes with them: which step it is at.

import {make, part, showDescriptors, showOutput, showReady, showSource, showTasks, showTimers} from './view.mjs';

function startPlayer(root) {
    const {steps, source, program} = JSON.parse(root.querySelector('script').textContent);
    const last = steps.length - 1;
    let current = 0;

    const button = (sign, name, to, key) => {
        const made = make('button', {type: 'button', 'aria-label': name, title: key ? `${name} (key: ${key})` : name, 'aria-keyshortcuts': key}, sign);
        made.addEventListener('click', () => show(to()));
        return made;
    };
    const first = button('|◀', 'First step', () => 0, 'Home');
    const back = button('◀', 'Step back', () => current - 1, 'ArrowLeft');
    const forward = button('▶', 'Step forward', () => current + 1, 'ArrowRight');
    const end = button('▶|', 'Last step', () => last, 'End');
    const slider = make('input', {type: 'range', min: 0, max: last, value: 0, 'aria-label': 'Step'});
    slider.addEventListener('input', () => show(Number(slider.value)));
    const place = make('span', {class: 'player-place'});
    const hides = make('input', {type: 'checkbox', role: 'switch'});
    hides.addEventListener('change', () => show(current));
    const text = make('p', {class: 'player-text', 'aria-live': 'polite'});

    const ready = part('ready', 'Ready queue'), timers = part('timers', 'Timers');
    const descriptors = part('descriptors', 'Descriptors'), tasks = part('tasks', 'Tasks');
    const output = part('output', 'Output'), listing = part('source', program);
    const lines = source.map((line) => make('span', {class: 'player-line'}, `${line}\n`));
    listing.body.append(make('pre', {tabindex: 0, role: 'group', 'aria-label': `Source of ${program}`}, make('code', {}, ...lines)));
    // A part that stays empty in the whole recording would only be in the way.
    descriptors.whole.hidden = steps.every((step) => step.state.descriptors.length === 0);
    tasks.whole.hidden = steps.every((step) => step.state.tasks.length === 0);

    // The table of all steps is there already. It becomes the list to jump by.
    const table = root.querySelector('.player-table');
    const rows = [...table.querySelectorAll('tbody tr')];
    rows.forEach((row, index) => {
        const cell = row.cells[0];
        const jump = button(cell.textContent, `Go to step ${index + 1}`, () => index);
        cell.replaceChildren(jump);
    });
    const all = make('details', {class: 'player-all'}, make('summary', {}, 'All steps, to read and to jump to'));
    table.replaceWith(all);
    all.append(table);

    all.before(
        make('div', {class: 'player-controls'}, first, back, forward, end, slider, place,
            make('label', {class: 'player-switch'}, hides, 'Hide what comes next')),
        text,
        make('div', {class: 'player-stage'},
            make('div', {class: 'player-loop'}, ready.whole, timers.whole, descriptors.whole, tasks.whole),
            make('div', {class: 'player-program'}, output.whole, listing.whole)));

    root.addEventListener('keydown', (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey || event.target === slider) return;
        const to = {ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0, End: last}[event.key];
        if (to === undefined) return;
        event.preventDefault();
        show(to);
    });

    function show(step) {
        current = Math.min(last, Math.max(0, step));
        const now = steps[current];
        slider.value = current;
        slider.setAttribute('aria-valuetext', `Step ${current + 1} of ${steps.length}: ${now.title}`);
        place.textContent = `${current + 1} / ${steps.length}`;
        // Not `disabled`: that would take the focus from whoever steps by keyboard.
        for (const [control, isOff] of [[first, current === 0], [back, current === 0], [forward, current === last], [end, current === last]])
            control.setAttribute('aria-disabled', isOff);
        text.replaceChildren(make('b', {}, `${['run', 'wait'].includes(now.kind) ? `Turn ${now.turn}: ` : ''}${now.title}.`), ` ${now.text}`);
        showReady(ready.body, now);
        showTimers(timers.body, steps, current);
        showDescriptors(descriptors.body, now);
        showTasks(tasks.body, now);
        showOutput(output.body, steps, current, hides.checked);
        showSource(lines, now);
        rows.forEach((row, index) => {
            row.classList.toggle('is-current', index === current);
            row.querySelector('button').setAttribute('aria-current', index === current ? 'step' : 'false');
        });
    }
    root.classList.add('is-playing');
    show(0);
}

// A page with several players may name this script several times.
document.querySelectorAll('.player:not(.is-playing)').forEach(startPlayer);
