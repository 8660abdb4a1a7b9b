// What becomes of Markdown on its way to Doxygen (docs/site/markdown.py), and that nothing of it is left in the pages.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { allPages, newPage, pagesInOrder, site } from "./support.mjs";

const program = fileURLToPath(new URL("../../docs/site/markdown.py", import.meta.url));
const translate = (text) => execFileSync("python3", ["-B", program], { input: text, encoding: "utf8" });

const cases = [
  ["a title gets the page's name", "# Chapter 1: Timers", /^# Chapter 1: Timers \{#page\}/],
  ["a section's name is the page's and its own", '<a id="one-turn"></a>\n## One turn', /^## One turn \{#page-one-turn\}$/m],
  ["a name that is not a heading's stays where it is", '<a id="bug"></a>\n**Bug: none.** Text', /<a id="page-bug"><\/a>\n<b>Bug: none\.<\/b> Text/],
  ["a link becomes HTML, code in it stays code", "see [`f`](f.md#x)", /see <a href="f\.md#x">`f`<\/a>/],
  ["a picture keeps its text to itself", "![A <line>](pictures/01-line.svg)", /<img class="picture" src="pictures\/01-line\.svg" alt="A &lt;line&gt;">/],
  ["bold around code becomes HTML", "**the `f` that**", /<b>the `f` that<\/b>/],
  ["bold with a number becomes HTML", "**1. One\nturn.** It", /^<b>1\. One\nturn\.<\/b> It/],
  ["stars that are not bold stay", "2 ** 3 and 4 ** 5", /^2 \*\* 3 and 4 \*\* 5/],
  ["two dashes stay two dashes", "pass -- on", /pass \\-- on/],
  ["the dashes of a table stay", "| a |\n|---|\n| b |", /^\|---\|$/m],
  ["quotes are the printer's", 'he says "not yet", isn\'t `"x"` "`f`"? ("no")', /^he says “not yet”, isn’t `"x"` “`f`”\? \(“no”\)/],
  ["the quotes of a place stay", '<a id="one"></a>\nText', /^<a id="page-one"><\/a>\nText/],
  ["an at sign is no command", "an @word", /an \\@word/],
  ["a lambda in code is no link", "`[x](int)` and `[&](auto y)`", /^`\[x\]\(int\)` and `\[&\]\(auto y\)`/],
  ["a name of the library leads to the reference", "an `EventLoop`", /an <a class="el" href="classEventLoop\.html">`EventLoop`<\/a>/],
  ["C++ is coloured", '```cpp\nreturn a < "b";  // **x**\n```', /<span class="keywordflow">return<\/span> a &lt; <span class="stringliteral">"b"<\/span>;  <span class="comment">\/\/ \*\*x\*\*<\/span>/],
  ["a name in C++ leads to the reference", "```cpp\nrondo::EventLoop& loop;\n```", /<a class="code" href="classEventLoop\.html">rondo::EventLoop<\/a>&amp; loop/],
  ["a comment of two lines is coloured in each", "```cpp\n/* a\nb */ int i;\n```", /<span class="comment">\/\* a<\/span><\/div>\n<div class="line"><span class="comment">b \*&#47;<\/span>/],
  ["a diff is coloured", "```diff\n-a < b\n+c\n d\n```", /<span class="goes">-a &lt; b<\/span><\/div>\n<div class="line"><span class="comes">\+c/],
  ["a command stands out from what it prints", "```console\n$ make\ndone\n```", /<span class="typed">\$ make<\/span>.*\n.*<span class="printed">done/],
  ["a caption is one", "**Add** to `a.hpp`, after `f`", /<p class="caption"><b>Add<\/b> to <code>a\.hpp<\/code>, after <code>f<\/code><\/p>/],
  ["the end of a comment does not end a block", "```text\n/* x */\n```", /\/\* x \*&#47;/],
];

for (const [name, markdown, expected] of cases) {
  test(name, () => assert.match(translate(markdown + "\n"), expected));
}

test("a fence without an end is an error", () => {
  assert.throws(() => execFileSync("python3", ["-B", program], { input: "```cpp\nint i;\n", stdio: "pipe" }));
});

test("no page shows Markdown or Doxygen's commands as text", async () => {
  const page = await newPage();
  const found = [];
  const names = [...(await pagesInOrder()), ...allPages.filter((name) => /^exercise-/.test(name))];
  for (const name of names) {
    await page.goto(site + name, { waitUntil: "load" });
    const text = await page.evaluate(() => {
      for (const one of document.querySelectorAll("code, .fragment, .player, script, style")) one.remove();
      return document.querySelector(".contents").textContent;
    });
    const left = text.match(/.{0,30}(\*\*|\]\(|\{#|\[TOC\]|htmlonly|```|~~~|<!--|\\-|\\@|–).{0,30}/);
    if (left) found.push(`${name}: ${left[0]}`);
  }
  assert.deepEqual(found, []);
});
