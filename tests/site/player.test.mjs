// The players in the pages: forward and back, by key, by button, by the list, and without JavaScript.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { article } from '../player/recorded.mjs';
import { allPages, axe, folder, newPage, problemsOf, site } from './support.mjs';

/** Which page each player is on: "greet-01" is on "chapter-01.html". */
const places = new Map();
for (const page of allPages)
    for (const [, name] of (await readFile(folder + page, 'utf8')).matchAll(/<figure class="player" id="player-([^"]+)"/g)) places.set(name, page);
const pages = [...new Set(places.values())];
const greets = [...places.keys()].filter((name) => name.startsWith('greet-') || name === 'greet');

/** A browser's page with a player that is in focus. */
async function open(name, options) {
    const page = await newPage(options);
    await page.goto(`${site}${places.get(name)}`);
    const player = page.locator(`#player-${name}`);
    await player.focus();
    return { page, player };
}

const textOf = async (player, selector) => (await player.locator(selector).allTextContents()).join('');
const printed = (player) => textOf(player, '.player-printed');
const stepsIn = async (player) => Number((await textOf(player, '.player-place')).split('/')[1]);

test('there are players, and the greet of each chapter that is in the book is among them', () => {
    assert.ok(places.has('greet'));
    for (const page of allPages.filter((name) => /^chapter-0[1-3]\.html$/.test(name))) assert.ok(pages.includes(page), page);
});

for (const name of greets) {
    test(`stepping through ${name} prints the article's lines in order, and takes them back in order`, async () => {
        const { page, player } = await open(name);
        const last = await stepsIn(player) - 1;
        const forward = [await printed(player)];
        for (let step = 0; step < last; ++step) {
            await page.keyboard.press('ArrowRight');
            forward.push(await printed(player));
            assert.ok(forward.at(-1).startsWith(forward.at(-2)) && article.startsWith(forward.at(-1)), forward.at(-1));
        }
        assert.equal(forward.at(-1), article);
        for (let step = last - 1; step >= 0; --step) {
            await page.keyboard.press('ArrowLeft');
            assert.equal(await printed(player), forward[step]);
        }
        assert.equal(page.url(), `${site}${places.get(name)}`, 'the keys turned the page, too');
        assert.deepEqual(problemsOf(page), []);
    });
}

test('buttons, slider, list and keys lead to the same steps', async () => {
    const { page, player } = await open('greet');
    const place = () => textOf(player, '.player-place');
    const count = await stepsIn(player);
    const button = (name) => player.getByRole('button', { name, exact: true });
    await button('Last step').click();
    assert.equal(await place(), `${count} / ${count}`);
    await button('Step forward').click({ force: true }); // there is none behind the last
    assert.equal(await place(), `${count} / ${count}`);
    await button('Step back').click();
    assert.equal(await place(), `${count - 1} / ${count}`);
    await player.getByRole('slider').fill('4');
    assert.equal(await place(), `5 / ${count}`);
    await player.locator('summary').click();
    await button('Go to step 3').click();
    assert.equal(await place(), `3 / ${count}`);
    assert.equal(await player.locator('tr.is-current').count(), 1);
    await page.keyboard.press('Home');
    assert.equal(await place(), `1 / ${count}`);
    await page.keyboard.press('End');
    assert.equal(await place(), `${count} / ${count}`);
});

test('the step that is shown is told to a screen reader', async () => {
    const { page, player } = await open('greet');
    const told = player.locator('[aria-live="polite"]');
    assert.equal(await told.count(), 1);
    for (let step = 0; step < 4; ++step) await page.keyboard.press('ArrowRight');
    assert.match(await told.textContent(), /^Turn 2: Task-2 \(greet\) runs\..*It prints “Starting to greet Alice\.\.\.”/);
});

test('the switch hides what comes next', async () => {
    const { page, player } = await open('greet');
    assert.match(await textOf(player, '.player-output'), /Results/);
    await player.getByRole('switch', { name: 'Hide what comes next' }).check();
    assert.doesNotMatch(await textOf(player, '.player-output'), /Starting|Results/);
    for (let step = 0; step < 4; ++step) await player.getByRole('button', { name: 'Step forward' }).click();
    assert.match(await textOf(player, '.player-output'), /Starting to greet Alice\.\.\.\nWhat comes next\?$/);
    assert.deepEqual(problemsOf(page), []);
});

test('without JavaScript the same steps are a table', async () => {
    const { player } = await open('greet');
    const count = await stepsIn(player);
    const browser = (await newPage()).context().browser();
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(`${site}${places.get('greet')}`);
    const table = page.locator('#player-greet table');
    assert.ok(await table.isVisible());
    assert.equal(await table.locator('tbody tr').count(), count);
    assert.equal((await table.locator('tbody td:last-child').allInnerTexts()).filter(Boolean).join('\n') + '\n', article);
});

for (const dark of [false, true]) {
    test(`players can be read and used by everybody, in ${dark ? 'dark' : 'light'}`, async () => {
        for (const name of pages) {
            const page = await newPage({ dark });
            await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: dark ? 'dark' : 'light' });
            await page.goto(site + name);
            await page.addScriptTag({ path: axe });
            for (const summary of await page.locator('.player summary').all()) await summary.click();
            for (const share of [0, 0.6]) {
                for (const slider of await page.locator('.player').getByRole('slider').all())
                    await slider.fill(`${Math.floor(share * Number(await slider.getAttribute('max')))}`);
                const { violations } = await page.evaluate(() => window.axe.run('.player'));
                assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], `${name}, at ${share}`);
            }
        }
    });
}

test('no player makes a phone’s page scroll sideways', async () => {
    for (const name of pages) {
        const page = await newPage({ width: 360 });
        await page.goto(site + name);
        const widths = await page.evaluate(() => [...document.querySelectorAll('.player-table button')].map((jump) => {
            jump.click();
            return Math.max(document.documentElement.scrollWidth, jump.closest('.player').getBoundingClientRect().right);
        }));
        assert.ok(widths.length > 5 && Math.max(...widths) <= 360, `${name}: ${Math.max(...widths)}`);
    }
});
