// Text can be read, in the light and in the dark; each block of code is coloured and can be copied.
import assert from "node:assert/strict";
import test from "node:test";
import { allPages, axe, newPage, pagesInOrder, site } from "./support.mjs";

const book = await pagesInOrder();
const others = allPages.filter((name) => /^(chapter-\d+-changes|exercise-.*)\.html$/.test(name));
const reference = ["annotated.html", "classrondo_1_1EventLoop.html", "classrondo_1_1Lock.html", "namespacerondo.html", "lock_8hpp_source.html"];

async function lowContrast(page, name) {
  await page.goto(site + name, { waitUntil: "load" });
  await page.addScriptTag({ path: axe });
  const violations = await page.evaluate(async () => {
    const found = await globalThis.axe.run(document, { runOnly: ["color-contrast"], resultTypes: ["violations"] });
    return found.violations.flatMap(({ nodes }) => nodes.map(({ html, any }) => `${html.slice(0, 120)}: ${any[0]?.data?.contrastRatio}`));
  });
  return violations.slice(0, 5).map((violation) => `${name}: ${violation}`);
}

for (const dark of [false, true]) {
  test(`text has a contrast of 4.5 to 1 at least, ${dark ? "dark" : "light"}`, async () => {
    const page = await newPage({ dark });
    const found = [];
    for (const name of [...book, ...others, ...reference]) found.push(...(await lowContrast(page, name)));
    assert.deepEqual(found, []);
  });
}

test("each block of code is coloured and has a button that copies it", async () => {
  const page = await newPage();
  const found = [];
  let blocks = 0;
  for (const name of [...book, ...others, ...allPages.filter((one) => /^chapter-\d+-files/.test(one))]) {
    await page.goto(site + name, { waitUntil: "load" });
    const [count, ...faults] = await page.evaluate(() => {
      const fragments = [...document.querySelectorAll("div.fragment")];
      const textOf = (fragment) => fragment.innerText.trim().slice(0, 60);
      const plain = fragments.filter((fragment) => fragment.innerText.trim() && !fragment.querySelector("span[class], a.code"));
      const fixed = fragments.filter((one) => !one.parentElement.querySelector("doxygen-awesome-fragment-copy-button"));
      return [fragments.length, ...plain.map((one) => `not coloured: ${textOf(one)}`), ...fixed.map((one) => `not copied: ${textOf(one)}`)];
    });
    blocks += count;
    found.push(...faults.map((fault) => `${name}: ${fault}`));
  }
  assert.ok(blocks > 50, `${blocks} blocks`);
  assert.deepEqual(found, []);
});

test("the button copies the lines of the block, and nothing else", async () => {
  const page = await newPage();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(site + "index.html", { waitUntil: "load" });
  const block = page.locator(".doxygen-awesome-fragment-wrapper", { hasText: "async_main" }).first();
  await block.hover();
  await block.locator("doxygen-awesome-fragment-copy-button").click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^rondo::Coro<std::string> greet\(std::string name\) \{\n    std::cout << /);
  assert.match(copied, /\n\}$/);
});

test("the switch turns the page dark, and the next page stays dark", async () => {
  const page = await newPage();
  await page.goto(site + "index.html", { waitUntil: "load" });
  const lightness = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0));
  assert.ok((await lightness()) > 600);
  await page.locator("doxygen-awesome-dark-mode-toggle").click();
  assert.ok((await lightness()) < 200);
  await page.goto(site + "rules.html", { waitUntil: "load" });
  assert.ok((await lightness()) < 200);
});
