// make.mjs NAME TRACE SYMBOLS: writes the player for one recording, as a piece of a page, to standard output.
//
// It holds the steps twice: as a table, for readers without JavaScript, and as JSON, from which
// player.js makes the player. Both are made of what stepsOf gives.

import {readFileSync} from 'node:fs';
import {stepsOf} from './steps.mjs';
import {readSymbols} from './symbols.mjs';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function tableOf(steps) {
    const cards = (list) => list.map((card) => escaped(card.label)).join('<br>');
    const row = (step, index) => `<tr><td>${index + 1}</td><td>${step.turn || ''}</td><td><b>${escaped(step.title)}.</b> ${escaped(step.text)}</td>` +
        `<td>${cards(step.state.batch)}</td><td>${cards(step.state.queued)}</td>` +
        `<td>${step.state.timers.map((timer) => timer.cancelled ? `<del>${escaped(timer.label)}</del>` : escaped(timer.label)).join('<br>')}</td>` +
        `<td>${escaped(step.output.trimEnd()).replaceAll('\n', '<br>')}</td></tr>`;
    return '<table><thead><tr><th scope="col">Step</th><th scope="col">Turn</th><th scope="col">What happens</th>' +
        '<th scope="col">Left in the batch</th><th scope="col">For the next turn</th><th scope="col">Timers</th><th scope="col">Prints</th></tr></thead>' +
        `<tbody>${steps.map(row).join('\n')}</tbody></table>`;
}

export function fragmentOf({name, title, program}, {poller, steps}, source) {
    // No sign of markup may stand in the script, whatever the program prints.
    const data = JSON.stringify({title, program, poller, source, steps}).replaceAll('<', '\\u003c');
    return `<figure class="player" id="player-${name}" tabindex="0" aria-label="${escaped(title)}">
<figcaption><b>${escaped(title)}.</b> Each step of <code>${escaped(program)}</code>, recorded from a real run.
<a href="player/traces/${name}.json.gz" download>The recording</a> opens in Perfetto, too.</figcaption>
<div class="player-table" tabindex="0" role="group" aria-label="All steps">${tableOf(steps)}</div>
<script type="application/json">${data}</script>
</figure>
`;
}

// What is known of a recording, and its steps.
export function load(name, traceFile, symbolsFile, folder = import.meta.dirname ?? new URL('.', import.meta.url).pathname) {
    const known = JSON.parse(readFileSync(`${folder}/players.json`, 'utf8')).find((entry) => entry.name === name);
    const source = readFileSync(`${folder}/../../${known.program}`, 'utf8').trimEnd().split('\n');
    const symbols = readSymbols(readFileSync(symbolsFile, 'utf8'), source, known.program);
    const events = JSON.parse(readFileSync(traceFile, 'utf8'));
    return {known, source, recording: stepsOf(events, {file: known.program, source, symbols})};
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
    const {known, source, recording} = load(...process.argv.slice(2, 5));
    process.stdout.write(fragmentOf(known, recording, source));
}
