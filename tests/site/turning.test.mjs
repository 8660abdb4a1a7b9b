// Previous and next walk the whole book, by link and by key.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import test from "node:test";
import { folder, newPage, pagesInOrder, site } from "./support.mjs";

const pages = await pagesInOrder();
const nameOf = (page) => new URL(page.url()).pathname.slice(1);

test("next walks from the front page through every chapter that is written", async () => {
  const chapters = new URL("../../chapters/", import.meta.url);
  const written = [];
  for (const name of (await readdir(chapters)).sort()) {
    const page = await readFile(new URL(`${name}/README.md`, chapters)).catch(() => undefined);
    if (page && /^\d\d-/.test(name)) written.push(`chapter-${name.slice(0, 2)}.html`);
  }
  assert.equal(pages[0], "index.html");
  assert.deepEqual(pages.slice(1, written.length + 1), written);
  for (const name of ["asyncio.html", "rules.html", "examples.html", "benchmark.html"]) assert.ok(pages.includes(name), name);
});

test("previous walks back", async () => {
  for (const [place, name] of pages.entries()) {
    const text = await readFile(folder + name, "utf8");
    assert.equal(text.match(/<a rel="prev" href="([^"]+)"/)?.[1], pages[place - 1], name);
  }
});

test("the arrow keys turn the page", async () => {
  const page = await newPage();
  await page.goto(site + pages[0]);
  for (const [key, name] of [["ArrowRight", pages[1]], ["ArrowRight", pages[2]], ["ArrowLeft", pages[1]]]) {
    await Promise.all([page.waitForURL(site + name), page.keyboard.press(key)]);
    assert.equal(nameOf(page), name);
  }
});

test("the arrow keys stay where they are in a field", async () => {
  const page = await newPage();
  await page.goto(site + pages[1]);
  await page.locator("#MSearchField").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(200);
  assert.equal(nameOf(page), pages[1]);
});
