// What the tests of the site share: the site served from this machine, a browser, and pages that note what goes wrong.
import { createServer } from "node:http";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { after } from "node:test";

export const folder = fileURLToPath(new URL("../../build/docs/html/", import.meta.url));
const require = createRequire(new URL("../../build/npm/", import.meta.url)); // what `make test-site` has installed
const { chromium } = require("playwright-core");
export const axe = require.resolve("axe-core/axe.min.js");

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png" };
const server = createServer(async (request, response) => {
  try {
    const name = decodeURIComponent(new URL(request.url, "http://site").pathname.slice(1)) || "index.html";
    const content = await readFile(folder + name);
    response.writeHead(200, { "content-type": types[extname(name)] ?? "application/octet-stream", "cache-control": "max-age=3600" }).end(content);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));

/** The address of the site, with a slash at its end. */
export const site = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
after(async () => {
  await browser.close();
  server.close();
});

/** The names of all pages, "index.html" and so on. */
export const allPages = (await readdir(folder)).filter((name) => name.endsWith(".html")).sort();

/** The book's pages and those of the library, in order: what "next" says, from the front page on. */
export async function pagesInOrder() {
  const pages = [];
  for (let name = "index.html"; name; ) {
    pages.push(name);
    name = (await readFile(folder + name, "utf8")).match(/<a rel="next" href="([^"]+)"/)?.[1];
    if (pages.includes(name)) throw new Error(`"next" leads back to ${name}`);
  }
  return pages;
}

/** A browser's page: dark or light, so many pixels wide. */
export async function newPage({ dark = false, width = 1280, height = 900 } = {}) {
  // Without motion: the colours of what is just arriving are on their way still.
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => message.type() === "error" && page.problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.problems.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText; // a page that is left takes back what it had asked for
    if (reason !== "net::ERR_ABORTED") page.problems.push(`${request.url()}: ${reason}`);
  });
  page.on("response", (response) => response.status() >= 400 && page.problems.push(`${response.url()}: ${response.status()}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(site) && !/^(data|blob|about):/.test(url)) page.problems.push(`a request off this machine: ${url}`);
  });
  return page;
}

/** What has gone wrong on a page so far; the list begins anew. */
export const problemsOf = (page) => page.problems.splice(0);
