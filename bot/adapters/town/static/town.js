// The town's page works without this: every gesture is a form and every answer a page.
// Here a new page is fetched and only what differs is put in place, so that the focus, what is
// being typed and the place in the conversation stay. No text is ever turned into markup here.

const body = document.body;
const $ = (id) => document.getElementById(id);

// ---- one page becomes the next -----------------------------------------------------------------

const KEPT = new Set(["open", "data-here"]);

function becomes(now, next) {
  if (now.nodeType !== next.nodeType || now.nodeName !== next.nodeName) {
    now.replaceWith(next.cloneNode(true));
    return;
  }
  if (now.nodeType !== Node.ELEMENT_NODE) {
    if (now.data !== next.data) now.data = next.data;
    return;
  }
  if (now.isEqualNode(next) || now.matches("textarea[name=line], .completions")) return;
  for (const { name } of [...now.attributes]) {
    if (!next.hasAttribute(name) && !KEPT.has(name)) now.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (!KEPT.has(name) && now.getAttribute(name) !== value) now.setAttribute(name, value);
  }
  children(now, next);
}

function children(now, next) {
  const named = new Map([...now.children].filter((e) => e.id).map((e) => [e.id, e]));
  const wanted = new Set([...next.children].map((e) => e.id).filter(Boolean));
  let at = now.firstChild;
  for (const child of [...next.childNodes]) {
    const known = child.id ? named.get(child.id) : undefined;
    if (known) {
      if (known === at) at = at.nextSibling;
      else now.insertBefore(known, at);
      becomes(known, child);
    } else if (at && !child.id && !(at.id && wanted.has(at.id)) && at.nodeName === child.nodeName) {
      const after = at.nextSibling;
      becomes(at, child);
      at = after;
    } else {
      now.insertBefore(child.cloneNode(true), at);
    }
  }
  while (at) {
    const after = at.nextSibling;
    if (!(at.id && wanted.has(at.id))) at.remove();
    at = after;
  }
}

function show(html, address, mine) {
  const next = new DOMParser().parseFromString(html, "text/html");
  if (!next.body.dataset.version) {
    location.href = address;
    return;
  }
  const moved = next.body.dataset.here !== body.dataset.here;
  const held = document.activeElement?.closest("[id]")?.id;
  const line = document.activeElement?.closest(".line")?.id;
  const ends = TALKS.map((id) => [id, atEnd(id), lastLine(id)]);
  const old = $("dialog");
  const fresh = next.getElementById("dialog");
  if (old && old.dataset.key !== fresh?.dataset.key) {
    if (old.open) old.close();
    old.remove();
  }
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang;
  becomes(body, next.body);
  if (address !== location.href) history[moved ? "pushState" : "replaceState"](null, "", address);
  settle();
  for (const [id, low, last] of ends) {
    if (moved || ((mine || low) && lastLine(id) !== last)) toEnd(id);
  }
  if (moved && narrow.matches) $(body.classList.contains("with-thread") ? "right" : "middle").focus();
  else if (moved && !$("dialog")) $(body.classList.contains("with-thread") ? "thread-line" : "talk-line")?.focus();
  else if (document.activeElement === body && !$("dialog")) ($(held) ?? $(line))?.focus();
}

const narrow = matchMedia("(max-width: 46rem)");
const TALKS = ["talk", "thread-talk"];

function lastLine(id) {
  return $(id)?.querySelector(":scope > .line:last-of-type")?.id;
}

function atEnd(id) {
  const it = narrow.matches ? document.scrollingElement : $(id)?.closest(".scroll");
  return !it || it.scrollHeight - it.scrollTop - it.clientHeight < 120;
}

// What is newest comes into view; of something taller than the view, its beginning.
function toEnd(id) {
  const line = document.getElementById(lastLine(id));
  const room = narrow.matches ? innerHeight - 160 : $(id)?.closest(".scroll").clientHeight;
  line?.scrollIntoView({ block: line.offsetHeight > room ? "start" : "end" });
}

// After each change: the dialog in front, rooms for letters.
function settle() {
  const dialog = $("dialog");
  if (dialog && !dialog.matches(":modal")) {
    dialog.removeAttribute("open");
    dialog.showModal();
    const amends = dialog.querySelector(".amends");
    const first = dialog.querySelector("textarea, input:not([type=hidden]), select");
    (amends ?? dialog.querySelector("[autofocus]") ?? first ?? dialog).focus();
  }
  for (const room of document.querySelectorAll(".room")) count(room);
}

function count(room) {
  const field = $(room.dataset.for);
  if (!field) return;
  const used = [...field.value].length;
  const most = Number(field.dataset.room);
  room.dataset.whole ??= room.textContent;
  room.textContent = used ? `${used} / ${most}` : room.dataset.whole;
  room.classList.toggle("over", used > most);
  room.hidden = field.localName === "input" && used < 0.8 * most; // of a line, only when it runs out
}

// ---- asking the town ---------------------------------------------------------------------------

let turns = 0;
let shown = 0; // the newest turn on display
let steps = 0; // what the person did that is still under way

// `mine` is what the person did; without it, news are fetched, and step back before what is done.
async function ask(address, options, mine) {
  const turn = ++turns;
  if (mine) steps += 1;
  try {
    const answer = await fetch(address, options);
    const html = await answer.text();
    if (!answer.ok) throw new Error(String(answer.status));
    if (turn > shown && (mine || !steps)) {
      shown = turn;
      show(html, answer.url, mine);
    }
    $("status").textContent = "";
    return true;
  } catch {
    $("status").textContent = $("status").dataset.trouble;
    return false;
  } finally {
    if (mine) {
      steps -= 1;
      if (missed && !steps) refresh(missed);
    }
  }
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  const line = form.querySelector("textarea[name=line]");
  if (line && !line.value.trim()) return;
  const written = line?.value;
  const values = new URLSearchParams(new FormData(form, submitter));
  form.setAttribute("aria-busy", "true");
  if (line) line.value = "";
  for (const open of document.querySelectorAll("details.menu[open], details.clock[open]")) open.open = false;
  const done = await ask(submitter?.getAttribute("formaction") ?? form.action, { method: "POST", body: values }, true);
  form.removeAttribute("aria-busy");
  if (!done && line && !line.value) line.value = written; // nothing typed is ever lost
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    if (narrow.matches) $("ways").open = false;
    ask(link.href, {}, true);
  }
  for (const open of document.querySelectorAll("details.menu[open], details.clock[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

addEventListener("popstate", () => ask(location.href, {}, true));

document.addEventListener("cancel", (event) => {
  const dialog = event.target;
  if (dialog.id !== "dialog") return;
  event.preventDefault();
  ask(dialog.dataset.close, { method: "POST", body: new URLSearchParams() }, true);
}, true);

// ---- what is new -------------------------------------------------------------------------------

// One tab of all listens and tells the others: a browser opens few connections to one address.

let late;
let heard = Date.now();
const air = new BroadcastChannel("town");

let missed = "";

function refresh(version) {
  heard = Date.now();
  clearTimeout(late);
  late = setTimeout(() => {
    if (steps) missed = version;
    else if (version !== body.dataset.version) ask(location.href, {}, false);
  }, 30);
}

air.onmessage = (event) => refresh(event.data);

function listen() {
  const source = new EventSource("/town/news");
  source.onmessage = (event) => {
    air.postMessage(event.data);
    refresh(event.data);
  };
  return new Promise(() => {}); // held until the tab is closed
}

// The news repeat themselves; where they fall silent, the page asks by itself.
setInterval(() => {
  if (Date.now() - heard > 30_000 && !document.hidden && !steps) ask(location.href, {}, false);
}, 5_000);

// ---- writing -----------------------------------------------------------------------------------

const commands = () => [...$("commands").children].map((e) => ({
  insert: `/${e.dataset.name} `, name: `/${e.dataset.name}`, parameters: e.dataset.parameters,
  suggests: e.dataset.suggests, about: e.textContent,
}));

function listOf(line) {
  return $(line.getAttribute("aria-controls"));
}

function closeList(line) {
  const list = listOf(line);
  list.hidden = true;
  list.replaceChildren();
  line.removeAttribute("aria-activedescendant");
}

function offer(line, found) {
  const list = listOf(line);
  list.replaceChildren(...found.slice(0, 12).map((each, n) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${n}`;
    item.setAttribute("role", "option");
    item.dataset.insert = each.insert;
    const name = document.createElement("b");
    name.textContent = each.name + (each.parameters ? ` ${each.parameters}` : "");
    const about = document.createElement("span");
    about.textContent = each.about;
    item.append(name, about);
    return item;
  }));
  list.hidden = !found.length;
  if (found.length) choose(line, 0);
  else line.removeAttribute("aria-activedescendant");
}

function choose(line, index) {
  const items = [...listOf(line).children];
  items.forEach((item, n) => item.setAttribute("aria-selected", String(n === index)));
  items[index].scrollIntoView({ block: "nearest" });
  line.setAttribute("aria-activedescendant", items[index].id);
}

function chosen(line) {
  return [...listOf(line).children].findIndex((e) => e.getAttribute("aria-selected") === "true");
}

function take(line, item) {
  line.value = item.dataset.insert;
  closeList(line);
  line.focus();
  complete(line);
}

let asked = 0;

async function complete(line) {
  const typed = line.value;
  if (!typed.startsWith("/") || typed.includes("\n")) return closeList(line);
  const low = typed.toLowerCase();
  const found = commands().filter((c) => c.name.startsWith(low.trimEnd()) && c.name !== low.trimEnd());
  if (found.length) return offer(line, found);
  closeList(line);
  const called = commands().find((c) => c.suggests && low.startsWith(`${c.name} `));
  if (!called || low.trim() === called.name) return;
  const turn = ++asked;
  const answer = await fetch(`${body.dataset.suggest}&line=${encodeURIComponent(typed)}`).catch(() => null);
  const words = answer?.ok ? await answer.json() : [];
  if (turn === asked && line.value === typed) {
    offer(line, words.map((word) => ({ insert: `${called.name} ${word}`, name: word, about: "" })));
  }
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.name === "line") complete(field);
  for (const room of document.querySelectorAll(".room")) if (room.dataset.for === field.id) count(room);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key === "Escape") {
    const open = field.closest?.("details.menu[open], details.clock[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  }
  if (field.name !== "line" || event.isComposing) return;
  const list = listOf(field);
  const at = chosen(field);
  if (!list.hidden && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(field, (at + step + list.children.length) % list.children.length);
  } else if (!list.hidden && event.key === "Escape") {
    event.preventDefault();
    closeList(field);
  } else if (!list.hidden && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey) {
    event.preventDefault();
    take(field, list.children[at]);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    closeList(field);
    field.form.requestSubmit(field.form.querySelector("button.main"));
  }
});

document.addEventListener("mousedown", (event) => {
  const item = event.target.closest(".completions li");
  if (!item) return;
  event.preventDefault();
  take(item.closest(".writing").querySelector("textarea"), item);
});

document.addEventListener("focusout", (event) => {
  if (event.target.name === "line") closeList(event.target);
});

// ---- begin -------------------------------------------------------------------------------------

if (narrow.matches) $("ways").open = false;
settle();
TALKS.forEach(toEnd);
if (navigator.locks) navigator.locks.request("town-news", listen);
else listen();
