// What a reader does with a report, done in Chromium. A test's name says what would be broken if it failed.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const HOSTILE = [
  "<script>document.title = 'run'</script>",
  "本报讯 </p></section><img src=x onerror=\"document.title='run'\"> \"'&amp; \u2028 {{ 7*7 }} ]]> \u202e逆",
  '"><style>*{display:none}</style><a href="javascript:alert(1)">点这里</a>',
  "",
].join("\n");

const SEED = "004_cf229ad8b120e038.txt";
const folder = mkdtempSync(join(tmpdir(), "report-"));
const cleaner = (...args) => execFileSync(resolve("target/debug/cleaner"), args, { cwd: folder, stdio: "pipe" });
const sheet = (path, hash = "") => pathToFileURL(join(folder, path)).href + hash;

let browser;
/** What the browser said on its console, and what it asked for beyond files. */
let said = [];

/** A window with one page open. */
async function open(path, hash = "", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => request.url().startsWith("file:") || said.push(request.url()));
  await page.goto(sheet(path, hash));
  return page;
}

/** Whether an element lies in the visible part of its pane. */
const stands = (locator) =>
  locator.evaluate((element) => {
    const [a, b] = [element, element.closest(".source, .articles")].map((e) => e.getBoundingClientRect());
    return a.top >= b.top && a.top < b.bottom;
  });

/** Scrolling is smooth and takes its time, on a busy machine more of it. */
async function inView(locator) {
  for (let tries = 0; tries < 100; tries++) {
    if (await stands(locator)) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}

before(async () => {
  mkdirSync(join(folder, "hostile"));
  writeFileSync(join(folder, "hostile", "<b>'&\" #1%.txt"), HOSTILE);
  cleaner("run", resolve("seeds"), "out", "--report");
  cleaner("diff", "hostile", "--html", "hostile.html");
  mkdirSync(join(folder, "many"));
  for (let i = 0; i < 201; i++) writeFileSync(join(folder, "many", `${i}.txt`), `第${i}号标题\n本报讯 昨日开会。\n`);
  cleaner("run", "many", "out-many", "--report", "--format", "jsonl");
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(" "),
  });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
  assert.deepEqual(said, [], "nothing on the console, and no request but for files");
});

test("the index opens with the page that needs most help first", async () => {
  const page = await open("out/report.html");
  assert.equal(await page.locator("#index tbody tr").count(), 5);
  const doubts = await page.locator("#index tbody td:nth-child(3)").allTextContents();
  assert.deepEqual(doubts, [...doubts].sort((a, b) => b - a));
  await page.getByRole("button", { name: "unsure", exact: true }).click();
  const unsure = await page.locator("#index tbody td:nth-child(4)").allTextContents();
  assert.deepEqual(unsure.map(Number), unsure.map(Number).sort((a, b) => b - a));
  await page.getByRole("link", { name: SEED }).click();
  assert.ok(await page.getByRole("region", { name: "The page file" }).isVisible());
  assert.ok(await page.locator("#index").isHidden());
  await page.goBack();
  assert.ok(await page.locator("#index").isVisible());
});

test("pointing at a paragraph broken over two columns lights both its pieces", async () => {
  const page = await open("out/report.html", `#/${SEED}`);
  const paragraph = page.locator(".page:target .b", { hasText: "自我保护意识" });
  await paragraph.hover();
  const lit = page.locator(".page:target .source .lit");
  const pieces = await lit.evaluateAll((spans) => spans.map((s) => s.closest("li").id.split(":")[1]));
  assert.ok(pieces.includes("41") && pieces.includes("43"), `the columns part at line 42: ${pieces}`);
  assert.ok((await lit.allTextContents()).join("").includes("我保护意识"));
  assert.ok(await inView(lit.first()));
});

test("pointing at a line lights its block and scrolls to it", async () => {
  const page = await open("out/report.html", `#/${SEED}`);
  const line = page.locator(`[id="/${SEED}:300"]`);
  await line.scrollIntoViewIfNeeded();
  await line.locator("[data-b]").first().hover();
  const block = page.locator(".page:target .b.lit");
  assert.equal(await block.count(), 1);
  const strip = block.locator('[data-l="300"]');
  await page.waitForFunction(() => document.querySelector(".page:target .b.lit").getBoundingClientRect().bottom > 0);
  assert.ok(await inView(strip));
});

test("a headline that moved says from where, and shows its way", async () => {
  const page = await open("out/report.html", `#/${SEED}`);
  const title = page.locator(".page:target h4", { hasText: "王小平到孟州督导" });
  assert.equal(await title.getAttribute("data-moved"), "↑ 94");
  await title.hover();
  await page.waitForFunction(() => document.querySelector(".way path").getAttribute("d"));
});

test("a pass can be switched off", async () => {
  const page = await open("out/report.html", "#/003_ada5c42173732686.txt");
  const mark = page.locator(".page:target u.punctuate").first();
  const color = () => mark.evaluate((element) => getComputedStyle(element).borderBottomColor);
  assert.notEqual(await color(), "rgba(0, 0, 0, 0)");
  await page.getByRole("checkbox", { name: /^punctuate/ }).uncheck();
  assert.equal(await color(), "rgba(0, 0, 0, 0)");
});

test("search finds a title and then its place on the page", async () => {
  const page = await open("out/report.html");
  await page.keyboard.press("/");
  await page.keyboard.type("孟州督导");
  await page.waitForFunction(() => document.querySelectorAll("#index tbody tr:not([hidden])").length === 1);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.hash.includes(SEED));
  await page.locator(".find input").focus();
  await page.keyboard.press("Enter");
  assert.match(await page.locator(".find output").textContent(), /^1\/\d/);
  assert.ok((await page.locator(".page:target .b.lit").textContent()).includes("孟州督导"));
});

test("search finds words of the text", async () => {
  const page = await open("out/report.html");
  await page.locator(".find input").fill("敲门行动");
  await page.waitForFunction(() => document.querySelector("#index .hit")?.textContent.includes("敲门行动"));
});

test("next-unsure goes to the first unsure place, and keys go from page to page", async () => {
  const page = await open("out/report.html");
  const first = page.locator(".page:is(:target, :has(:target)) .unsure li").first();
  // The first pages of the report may have nothing unsure.
  do {
    const shown = await page.title();
    await page.keyboard.press("j");
    await page.waitForFunction((title) => document.title !== title, shown);
  } while ((await first.count()) === 0);
  const line = await first.locator("b").textContent();
  await page.keyboard.press("u");
  await page.waitForURL((url) => url.hash.endsWith(`:${line}`));
  await page.waitForFunction((item) => item.classList.contains("at"), await first.elementHandle());
  await page.locator(".page:has(:target) .source .lit").first().waitFor({ state: "attached" });
  assert.ok(await inView(page.locator("li:target")));
  const shown = await page.title();
  await page.keyboard.press("j");
  await page.waitForFunction((title) => document.title !== title, shown);
  await page.keyboard.press("i");
  await page.locator("#index").waitFor();
});

test("a hostile page shows as text", async () => {
  const page = await open("hostile.html");
  await page.locator("#index tbody a").click();
  const shown = await page.locator(".source").textContent();
  for (const line of HOSTILE.split("\n")) assert.ok(shown.includes(line), line);
  assert.notEqual(await page.title(), "run");
  assert.equal(await page.locator("main img, main script, main style, main a[href^=javascript]").count(), 0);
});

test("the words are Chinese in a Chinese browser", async () => {
  const page = await open("out/report.html", `#/${SEED}`, { locale: "zh-CN" });
  assert.ok(await page.getByRole("complementary", { name: "先看这里" }).isVisible());
  assert.equal(await page.locator("html").getAttribute("lang"), "zh");
  const label = page.locator(".page:target h4").first();
  assert.match(await label.evaluate((e) => getComputedStyle(e, "::before").content), /主题/);
});

test("text has contrast, light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("out/report.html", `#/${SEED}`, { colorScheme });
    const low = await page.evaluate(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
      // Paints the backgrounds behind an element one over the other, then the text.
      const over = (colors) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const color of colors) (canvas.fillStyle = color), canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
      };
      const light = (rgb) => {
        const [r, g, b] = rgb.map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
      };
      const low = [];
      for (const element of document.querySelectorAll(".page:target *, nav *")) {
        if (![...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
        const behind = [];
        for (let e = element; e; e = e.parentElement) behind.unshift(getComputedStyle(e).backgroundColor);
        const [a, b] = [light(over(behind)), light(over([...behind, getComputedStyle(element).color]))];
        if (Math.max(a, b) / Math.min(a, b) < 4.5) low.push(element.outerHTML.slice(0, 80));
      }
      return low;
    });
    assert.deepEqual(low, [], colorScheme);
  }
});

test("many pages are a folder, whose pages know their neighbours", async () => {
  const page = await open("out-many/report.html");
  assert.equal(await page.locator("#index tbody tr").count(), 201);
  await page.getByRole("link", { name: "100.txt" }).click();
  await page.waitForURL(/report\/\d+\.html/);
  assert.equal(await page.locator(".source li").count(), 2);
  const here = page.url();
  await page.keyboard.press("j");
  await page.waitForURL((url) => url.href !== here);
  await page.keyboard.press("k");
  await page.waitForURL(here);
  await page.getByRole("link", { name: "All pages" }).click();
  await page.locator("#index").waitFor();
});

test("a narrow window and print leave nothing out", async () => {
  const page = await open("out/report.html", `#/${SEED}`, { viewport: { width: 400, height: 800 } });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 400);
  await page.emulateMedia({ media: "print" });
  for (const pane of [".source", ".articles", ".look"]) {
    const whole = await page.locator(`.page:target ${pane}`).evaluate((e) => e.scrollHeight <= e.clientHeight + 1);
    assert.ok(whole, pane);
  }
});

test("pictures for the documentation", { skip: !process.env.SCREENSHOTS && "SCREENSHOTS is not set" }, async () => {
  const shoot = async (name, hash, options, act) => {
    const page = await open("out/report.html", hash, options);
    await act?.(page);
    await page.waitForTimeout(700);
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
  };
  const small = { viewport: { width: 1280, height: 720 } };
  const light = (page) => page.locator(".page:target h4", { hasText: "王小平到孟州督导" }).hover();
  mkdirSync(process.env.SCREENSHOTS, { recursive: true });
  await shoot("report-index", "", { viewport: { width: 1280, height: 520 } });
  await shoot("report-page", `#/${SEED}`, small, light);
  await shoot("report-dark", "#/003_ada5c42173732686.txt", { ...small, colorScheme: "dark", locale: "zh-CN" }, (page) => page.keyboard.press("u"));
  await shoot("report-narrow", "#/003_ada5c42173732686.txt", { viewport: { width: 420, height: 800 }, locale: "zh-CN" });
});
