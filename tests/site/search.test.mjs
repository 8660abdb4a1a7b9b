// The search finds what it is asked for.
import assert from "node:assert/strict";
import test from "node:test";
import { newPage, problemsOf, site } from "./support.mjs";

async function resultsFor(words, width) {
  const page = await newPage({ width });
  await page.goto(site + "index.html", { waitUntil: "load" });
  await page.locator("#MSearchField:visible").pressSequentially(words, { delay: 30 });
  const results = page.frameLocator("#MSearchResults");
  await results.locator(".SRResult:visible").first().waitFor();
  return { page, results: results.locator(".SRResult:visible") };
}

for (const width of [1280, 360]) {
  test(`the search finds call_soon, ${width} pixels wide`, async () => {
    const { page, results } = await resultsFor("call_soon", width);
    const names = await results.locator("a.SRSymbol").allTextContents();
    assert.ok(names.includes("call_soon"), names.join(", "));
    assert.deepEqual(problemsOf(page), []);
  });
}

test("a result leads to where the name is described", async () => {
  const { page, results } = await resultsFor("call_soon");
  await results.locator("a", { hasText: /^call_soon$/ }).first().click();
  await page.waitForURL(/classrondo_1_1EventLoop\.html#a/);
  assert.match(await page.locator(`[id="${new URL(page.url()).hash.slice(1)}"] + .memtitle, [id="${new URL(page.url()).hash.slice(1)}"] ~ .memtitle`).first().textContent(), /call_soon/);
});

test("the search finds a chapter", async () => {
  const { results } = await resultsFor("chapter");
  assert.match((await results.allTextContents()).join(" "), /Chapter 1/);
});
