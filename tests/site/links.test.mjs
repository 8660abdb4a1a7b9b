// No link leads nowhere: neither those in the pages nor those that the menu and the search make.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import test from "node:test";
import { allPages, folder } from "./support.mjs";

const files = new Set(await readdir(folder, { recursive: true }));
const texts = new Map();
for (const name of allPages) texts.set(name, await readFile(folder + name, "utf8"));

const anchors = new Map();
for (const [name, text] of texts) {
  anchors.set(name, new Set([...text.matchAll(/\s(?:id|name)="([^"]+)"/g)].map((match) => match[1])));
}

/** Why an address leads nowhere, or nothing. */
function dead(address, from) {
  if (/^(https?:|mailto:|data:|javascript:)/.test(address)) return undefined;
  const [path, anchor] = address.replaceAll("&amp;", "&").split("#");
  const name = decodeURIComponent(path) || from;
  if (!files.has(name)) return `${from}: no ${name}`;
  if (anchor && anchors.has(name) && !anchors.get(name).has(decodeURIComponent(anchor))) return `${from}: no ${name}#${anchor}`;
  return undefined;
}

test("each link and each picture in a page is there", () => {
  const found = [];
  let count = 0;
  for (const [name, text] of texts) {
    for (const [, address] of text.matchAll(/\s(?:href|src|data)="([^"]*)"/g)) {
      count += 1;
      found.push(dead(address, name));
    }
  }
  assert.ok(count > 1000, `${count} links`);
  assert.deepEqual(found.filter(Boolean), []);
});

test("each entry of the menu leads somewhere", async () => {
  const found = [];
  for (const name of files) {
    if (!/^\w+\.js$/.test(name) || /^navtreeindex/.test(name)) continue; // the index has keys, not links
    const text = await readFile(folder + name, "utf8");
    for (const [, address] of text.matchAll(/"([\w-]+\.html(?:#[\w-]+)?)"/g)) found.push(dead(address, name));
  }
  assert.ok(found.length > 100, `${found.length} entries`);
  assert.deepEqual(found.filter(Boolean), []);
});

test("each result of the search leads somewhere", async () => {
  const found = [];
  for (const name of files) {
    if (!/^search\/\w+_\w+\.js$/.test(name)) continue;
    const text = await readFile(folder + name, "utf8");
    for (const [, address] of text.matchAll(/\['\.\.\/([^']+)'/g)) found.push(dead(address, name));
  }
  assert.ok(found.length > 100, `${found.length} results`);
  assert.deepEqual(found.filter(Boolean), []);
});

test("the tests of links see a dead one", () => {
  assert.match(dead("no-such-page.html", "index.html"), /no no-such-page/);
  assert.match(dead("#no-such-place", "index.html"), /no index.html#no-such-place/);
});
