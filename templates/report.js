// What the script adds to a report that can be read without it: Chinese by the browser's language, lighting
// what is pointed at on both sides, switches, search, sorting, and keys. It reads the page and fetches nothing.
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (name, act, root = document) => root.addEventListener(name, act);

// --- Words -----------------------------------------------------------------------------------------------

const chinese = /^zh\b/i.test(navigator.language) ? JSON.parse(one("#zh").textContent) : null;

/** Puts the words under an element into Chinese if the browser speaks it; a second time does nothing. */
function translate(root) {
  if (!chinese || root.translated) return;
  root.translated = true;
  for (const element of all("[data-t]", root)) {
    const words = chinese[element.textContent];
    if (words && !element.children.length) element.textContent = words;
    for (const name of ["aria-label", "title", "placeholder"]) {
      const label = chinese[element.getAttribute(name)];
      if (label) element.setAttribute(name, label);
    }
  }
}

// --- Where we are ----------------------------------------------------------------------------------------

const index = one("#index");
const nav = one("nav");

/** What the address names: a page, or a line or an article of it. */
function target() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
}

/** The page that is shown; none while the index is. */
const page = () => (index ? target()?.closest(".page") : one(".page"));

/** The links of the index to its pages, in its order, without those that a search has hidden. */
const links = () => all("tbody tr:not([hidden]) a", index);

/** Shows what the address names. */
function arrive() {
  const shown = page();
  translate(shown ?? index ?? document.body);
  document.title = shown?.ariaLabel ?? "cleaner";
  if (index) {
    const at = shown ? links().findIndex((a) => a.hash === "#" + hashOf(shown)) : -1;
    point(".previous", at > 0 ? links()[at - 1] : null);
    point(".next", links()[at + 1]);
  }
  letGo();
  for (const other of all(".shown")) other.classList.remove("shown");
  shown?.classList.add("shown");
  document.body.classList.toggle("paged", Boolean(shown));
  const place = target();
  const piece = shown && place?.matches("li") && one("[data-b]", place);
  if (piece) light(piece, true);
  if (shown && place && place !== shown) place.scrollIntoView({ block: piece ? "center" : "start" });
  for (const li of all(".unsure li", shown ?? document)) li.classList.toggle("at", li === asked);
  search();
}

const hashOf = (element) => encodeURI(element.id).replaceAll("#", "%23").replaceAll("?", "%3F");

function point(selector, link) {
  const button = one(selector, nav);
  if (link) button.href = link.getAttribute("href");
  else button.removeAttribute("href");
}

const follow = (selector) => one(selector, nav).hasAttribute("href") && one(selector, nav).click();

// --- Lighting --------------------------------------------------------------------------------------------

let lit = [];
let kept = false;

function letGo() {
  for (const element of lit) element.classList.remove("lit", "here", "part");
  lit = [];
  kept = false;
  drawWay();
}

/** Lights the block of an element on both sides, and brings the other side into view. */
function light(element, keep = false) {
  const [own, shown] = [element.closest("[data-b]"), element.closest(".page")];
  letGo();
  kept = keep;
  lit = all(`[data-b="${own.dataset.b}"]`, shown);
  for (const part of lit) part.classList.add("lit");
  const fromSource = own.closest(".source");
  const line = fromSource
    ? [...element.closest("ol").children].indexOf(element.closest("li")) + 1
    : element.closest("[data-l]")?.dataset.l;
  const block = lit.find((part) => part.matches(".b"));
  const strip = block && line && one(`[data-l="${line}"]`, block);
  if (strip && block.children.length > 1) {
    strip.classList.add("here");
    block.classList.add("part");
    lit.push(strip);
  }
  const lines = lit.filter((part) => part.closest(".source"));
  reveal(fromSource ? (strip ?? block) : (lines.find((part) => part.closest("li").id.endsWith(":" + line)) ?? lines[0]));
  drawWay();
}

/** Scrolls the pane of an element, and nothing else, until its beginning can be seen. */
function reveal(element) {
  const pane = element?.closest(".source, .articles");
  if (!pane || pane.scrollHeight <= pane.clientHeight) return;
  const [inner, outer] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (inner.top < outer.top || inner.top > outer.bottom - 60) {
    pane.scrollTo({ top: pane.scrollTop + inner.top - outer.top - pane.clientHeight / 3 });
  }
}

/** Draws the way that a block took which stood away from its article. */
function drawWay() {
  const block = lit.find((part) => part.matches(".b[data-moved]"));
  const from = block && lit.find((part) => part.closest(".source"));
  let way = "";
  if (from) {
    const [a, b, pane] = [from, block, from.closest(".source")].map((part) => part.getBoundingClientRect());
    const y = Math.min(Math.max(a.bottom, pane.top), pane.bottom);
    const [x, to, end] = [a.right + 8, b.left - 80, b.top + 14];
    way = `M${x} ${y - a.height / 2}C${(x + to) / 2} ${y - a.height / 2} ${(x + to) / 2} ${end} ${to} ${end}`;
  }
  one(".way path").setAttribute("d", way);
}

on("pointerover", (event) => {
  const element = event.target.closest("[data-b]");
  if (element && !kept && event.pointerType === "mouse") light(event.target.closest("[data-l]") ?? element);
});
on("click", (event) => {
  const element = event.target.closest("[data-b]");
  if (element && String(getSelection()) === "") light(event.target.closest("[data-l]") ?? element, true);
});
document.addEventListener("scroll", () => requestAnimationFrame(drawWay), true);

// --- Switches --------------------------------------------------------------------------------------------

function turn(pass, shown) {
  document.documentElement.classList.toggle("off-" + pass, !shown);
  for (const box of all(`.passes [value="${pass}"]`)) box.checked = shown;
}

on("change", (event) => event.target.matches(".passes input") && turn(event.target.value, event.target.checked));

const only = document.documentElement.dataset.pass;
if (only) for (const box of all(".passes input")) if (box.value !== only) turn(box.value, false);

// --- Unsure places and blocks, one after the other ----------------------------------------------------------

let asked = null;

/** Goes to the next unsure place of the page, in the order of its list; from the index, to its first page. */
function ask(step) {
  const shown = page();
  if (!shown) return follow(".next");
  const places = all(".unsure li", shown);
  if (!places.length) return;
  const at = places.indexOf(asked) + step;
  asked = places.at(at < 0 ? -1 : at % places.length);
  const { hash } = one("a", asked);
  if (location.hash === hash) arrive();
  else location.hash = hash;
  asked.scrollIntoView({ block: "nearest" });
}

on("click", (event) => {
  const item = event.target.closest(".unsure li");
  if (item && event.target.closest("a")) asked = item;
});

function nextBlock(step) {
  const blocks = all(".b", page() ?? undefined);
  if (!page() || !blocks.length) return;
  const at = blocks.findIndex((block) => lit.includes(block)) + step;
  const block = blocks.at(at < 0 ? (step > 0 ? 0 : -1) : at % blocks.length);
  light(block, true);
  reveal(block);
}

// --- Search ----------------------------------------------------------------------------------------------

const field = one(".find input");
const output = one(".find output");
let found = [];
let here = -1;

function search() {
  const wanted = field.value.trim().toLowerCase();
  const shown = page();
  found = [];
  here = -1;
  CSS.highlights?.clear();
  if (shown) searchPage(shown, wanted);
  else if (index) searchIndex(wanted);
  else output.value = "";
}

function searchPage(shown, wanted) {
  if (wanted) for (const block of all(".b", shown)) found.push(...places(block, wanted));
  output.value = wanted ? found.length : "";
  CSS.highlights?.set("found", new Highlight(...found));
}

/** The places of a text in an element, as ranges; it may run over several nodes. */
function places(element, wanted) {
  const text = element.textContent.toLowerCase();
  const ranges = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const range = new Range();
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let seen = 0;
    while (walker.nextNode()) {
      const { length } = walker.currentNode;
      if (at >= seen && at < seen + length) range.setStart(walker.currentNode, at - seen);
      if (at + wanted.length <= seen + length) {
        range.setEnd(walker.currentNode, at + wanted.length - seen);
        break;
      }
      seen += length;
    }
    ranges.push(range);
  }
  return ranges;
}

function searchIndex(wanted) {
  let count = 0;
  for (const row of all("tbody tr", index)) {
    one(".hit", row)?.remove();
    const inRow = !wanted || `${row.cells[0].textContent} ${row.cells[1].textContent}`.toLowerCase().includes(wanted);
    const excerpt = wanted && !inRow && textOf(row, wanted);
    row.hidden = !inRow && !excerpt;
    count += !row.hidden;
    if (excerpt) row.cells[1].prepend(Object.assign(document.createElement("q"), { className: "hit", textContent: excerpt }));
  }
  output.value = wanted ? count : "";
  one(".none").hidden = count > 0;
}

/** Some text around the first place in a page's articles; the folder form has no texts beside its index. */
function textOf(row, wanted) {
  const leaf = document.getElementById(decodeURIComponent(one("a", row).hash.slice(1)));
  if (!leaf) return "";
  leaf.text ??= one(".articles", leaf).textContent;
  const at = leaf.text.toLowerCase().indexOf(wanted);
  return at < 0 ? "" : leaf.text.slice(Math.max(0, at - 12), at + wanted.length + 24);
}

function nextFound(step) {
  const first = !page() && links()[0];
  if (first) return first.click();
  if (!found.length) return;
  here = (here + step + found.length) % found.length;
  CSS.highlights?.set("here", new Highlight(found[here]));
  light(found[here].startContainer.parentElement, true);
  reveal(found[here].startContainer.parentElement);
  output.value = `${here + 1}/${found.length}`;
}

let soon = 0;
on("input", () => {
  clearTimeout(soon);
  soon = setTimeout(search, 120);
}, field);
on("keydown", (event) => {
  if (event.key === "Enter") nextFound(event.shiftKey ? -1 : 1);
  if (event.key === "Escape") field.blur();
}, field);

// --- The order of the index --------------------------------------------------------------------------------

on("click", (event) => {
  const button = event.target.closest("#index th button");
  if (!button) return;
  const head = button.closest("th");
  const column = head.cellIndex;
  const down = head.ariaSort ? head.ariaSort === "ascending" : column > 0;
  for (const other of all("thead th", index)) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = (row) => row.cells[column].textContent;
  const order = column ? (a, b) => parseFloat(key(a)) - parseFloat(key(b)) : (a, b) => key(a).localeCompare(key(b));
  const body = one("tbody", index);
  body.append(...[...body.rows].sort(down ? (a, b) => order(b, a) : order));
});

// --- Keys ------------------------------------------------------------------------------------------------

const help = one("dialog");
const keys = {
  j: () => follow(".next"),
  k: () => follow(".previous"),
  u: () => ask(1),
  U: () => ask(-1),
  b: () => nextBlock(1),
  B: () => nextBlock(-1),
  i: () => one(".home").click(),
  "/": () => field.focus(),
  "?": () => help.showModal(),
  Escape: letGo,
};
on("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox])") || help.open;
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});
on("click", () => ask(1), one(".ask"));
on("click", () => help.showModal(), one(".keys"));
on("click", () => help.close(), one(".close"));

if (chinese) document.documentElement.lang = "zh";
translate(nav);
translate(help);
on("hashchange", arrive, window);
arrive();
