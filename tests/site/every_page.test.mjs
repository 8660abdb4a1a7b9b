// Each page of the site opens without an error, and does not scroll sideways on a phone.
import assert from "node:assert/strict";
import test from "node:test";
import { allPages, newPage, problemsOf, site } from "./support.mjs";

const faults = [];
const tooWide = [];
const waiting = [...allPages];

async function visitSome() {
  const page = await newPage({ width: 360, height: 740 });
  for (let name; (name = waiting.shift()); ) {
    await page.goto(site + name, { waitUntil: "load" });
    const width = await page.evaluate(() => {
      const content = document.getElementById("doc-content");
      const widths = [document.documentElement.scrollWidth];
      if (content) widths.push(content.scrollWidth - content.clientWidth + 360);
      return Math.max(...widths);
    });
    faults.push(...problemsOf(page).map((problem) => `${name}: ${problem}`));
    if (width > 360) tooWide.push(`${name}: ${width} pixels`);
  }
  await page.context().close();
}

test("there are pages", () => assert.ok(allPages.length > 100, `${allPages.length} pages`));

test("each page opens: no failed request, none off this machine, no error in the console", async () => {
  await Promise.all([visitSome(), visitSome(), visitSome()]);
  assert.deepEqual(faults, []);
});

test("no page scrolls sideways at 360 pixels", () => assert.deepEqual(tooWide, []));
