// The recordings, and what the player makes of them: those of real runs, as `make players` has made them.
import assert from 'node:assert/strict';
import test from 'node:test';
import {article, eventsOf, fragment, names, printedBy, recordedSteps} from './recorded.mjs';

const outputsOf = (steps) => steps.map((step) => step.output);

for (const name of ['greet', 'greet-01', 'greet-02', 'greet-03']) {
    test(`stepping through ${name} prints the article's lines in the article's order`, () => {
        const steps = recordedSteps(name);
        let printed = '';
        for (const {output} of steps) {
            printed += output;
            assert.ok(article.startsWith(printed), printed);
        }
        assert.equal(printed, article);
    });
}

test('at most two lines appear in any step of greet, and none before its time', () => {
    const lines = outputsOf(recordedSteps('greet')).filter((output) => output !== '');
    assert.deepEqual(lines, article.match(/.*\n/g));
});

for (const name of names) {
    test(`the steps of ${name} print what the program printed`, () => {
        assert.equal(outputsOf(recordedSteps(name)).join(''), printedBy(name));
    });

    test(`time and turns of ${name} do not go back`, () => {
        const steps = recordedSteps(name);
        for (let index = 1; index < steps.length; ++index) {
            assert.ok(steps[index].time.to >= steps[index - 1].time.to, `step ${index}`);
            assert.ok(steps[index].turn >= steps[index - 1].turn, `step ${index}`);
        }
    });

    test(`each step of ${name} says what it did, in words and not in types`, () => {
        for (const {title, text, state} of recordedSteps(name)) {
            const labels = [...state.batch, ...state.queued, ...state.timers].map((card) => card.label);
            for (const words of [title, text, ...labels]) assert.doesNotMatch(words, /undefined|NaN|null|rondo::|\{lambda|void \(|std::/);
            assert.notEqual(title, '');
        }
    });

    test(`the lines that ran in a step of ${name} are lines of the program`, () => {
        const {source, steps} = JSON.parse(fragment(name).match(/<script type="application\/json">(.*)<\/script>/)[1]);
        assert.ok(steps.some((step) => step.ran.length > 0));
        for (const {ran, here} of steps) {
            for (const [from, to] of ran) assert.ok(1 <= from && from <= to && to <= source.length, `${from} to ${to}`);
            if (here !== null) assert.match(source[here - 1], /co_await/);
        }
    });

    test(`the table of ${name} has a row for each step`, () => {
        const rows = fragment(name).match(/<tbody>(.*)<\/tbody>/s)[1].match(/<tr>/g);
        assert.equal(rows.length, recordedSteps(name).length);
    });

    // What https://ui.perfetto.dev and chrome://tracing ask of an event.
    test(`the recording of ${name} is what Perfetto reads`, () => {
        for (const event of eventsOf(name)) {
            assert.match(event.ph, /^[XiCM]$/);
            assert.equal(typeof event.name, 'string');
            assert.ok([event.pid, event.tid, event.ts].every(Number.isFinite) && typeof event.args === 'object');
            if (event.ph === 'X') assert.ok(event.dur >= 0);
            assert.equal(event.s, event.ph === 'i' ? 't' : undefined);
        }
    });
}

test('chapter 1 runs in circles: its busy turns are one step, and it never sleeps', () => {
    const steps = recordedSteps('greet-01');
    const busy = steps.filter((step) => step.kind === 'busy');
    assert.equal(busy.length, 1);
    assert.ok(busy[0].time.to - busy[0].time.from > 900e3);
    assert.ok(!steps.some((step) => step.kind === 'wait'));
    assert.ok(steps.length < 40);
});

test('chapter 1 shows its callbacks by their names', () => {
    const labels = recordedSteps('greet-01').flatMap((step) => step.state.batch.map((card) => card.label));
    assert.deepEqual([...new Set(labels)].sort(), ['greet', 'look_at_the_clock', 'sleep_then']);
});

test('chapter 2 sleeps for a second instead', () => {
    const steps = recordedSteps('greet-02');
    const slept = steps.filter((step) => step.kind === 'wait').reduce((sum, {time}) => sum + time.to - time.from, 0);
    assert.ok(slept > 900e3, `${slept}`);
    assert.ok(!steps.some((step) => step.kind === 'busy'));
});

test('chapter 3 shows what was asked of the kernel, and the bytes that came in two pieces', () => {
    const bytes = recordedSteps('greet-03').flatMap((step) => step.state.descriptors.map((entry) => entry.bytes));
    assert.ok(bytes.includes('Alice\nBo'.length), `${bytes}`);
    assert.ok(bytes.includes('b\n'.length), `${bytes}`);
});

test('the blocking greeter is seen to hold the others up', () => {
    const held = recordedSteps('greet_blocking').filter((step) => step.held);
    assert.equal(held.length, 1);
    assert.match(held[0].text, /meanwhile nobody else can run\. sleep of Task-2 should have ended .* ago/);
});

test('a cancelled greeting loses its timer, which is struck through', () => {
    const steps = recordedSteps('greet_cancelled');
    const struck = steps.filter((step) => step.state.timers.some((timer) => timer.cancelled));
    assert.equal(struck.length, 1);
    assert.match(struck[0].text, /“sleep of Task-2” is cancelled/);
});

test('the lock goes from Alice to Bob in the step in which she releases it', () => {
    const handed = recordedSteps('lock').find((step) => step.output === 'Alice has greeted.\n');
    assert.deepEqual(handed.state.queued.map((card) => card.label), ['Bob (greet)', 'Task-1 (async_main)']);
});
