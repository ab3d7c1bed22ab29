// What a script adds; every page works without it. "/" searches, "g" and a letter go to a stage, "?" lists the keys, choices send themselves.
"use strict";
document.documentElement.classList.add("script");

for (const choice of document.querySelectorAll("select[data-send]")) {
  choice.addEventListener("change", () => choice.form.submit());
}

// On a narrow screen the rail and the tabs are a line each: where one is stands in sight.
for (const place of document.querySelectorAll(":is(.rail, .tabs) [aria-current]")) {
  place.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
}

const keys = new Map();
for (const place of document.querySelectorAll("[data-key]")) keys.set(place.dataset.key, place);
const help = document.getElementById("keys");
let begun = "";
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "?" && help) help.showModal();
  const place = keys.get(begun + event.key);
  begun = !begun && event.key === "g" ? "g " : "";
  if (!place) return;
  event.preventDefault();
  if (place.matches("input")) place.focus();
  else place.click();
});

// A form that keeps a draft sends what was typed a second after the last key, says when that was stored, and tries
// again while the server is away. One with data-kept also gets back what was typed and not sent.
const AGAIN = 5000;
for (const form of document.querySelectorAll("form[data-draft], form[data-kept]")) {
  const address = form.dataset.draft || `/drafts/?at=${encodeURIComponent(new URL(form.action).pathname)}`;
  const told = form.querySelector("[data-told]") || form.appendChild(document.createElement("p"));
  told.setAttribute("role", "status");
  let waiting = 0;
  let stored = true;
  const tell = (words, late) => {
    told.textContent = words;
    told.classList.toggle("late", late);
  };
  const keep = async () => {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, keepalive: true });
      if (!answer.ok) throw new Error(answer.status);
      tell((await answer.json()).told, false);
      stored = true;
    } catch {
      if (!form.dataset.waits) tell(document.body.dataset.unsaved, true);
      waiting = setTimeout(keep, AGAIN);
    }
  };
  form.addEventListener("input", () => {
    stored = false;
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1000);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    stored = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!stored) event.preventDefault();
  });
  if ("kept" in form.dataset && !document.getElementById("problems")) giveBack(form, address, tell);
}

// A form is sent only to a server that answers: while it is away the text stays where it is, the page says so, and
// what was sent goes off by itself when the server is back, unless somebody writes on.
const GONE = [502, 503, 504];
const sending = new WeakMap();
const answers = async () => {
  try {
    return !GONE.includes((await fetch(document.body.dataset.there, { method: "HEAD", cache: "no-store" })).status);
  } catch {
    return false;
  }
};
const send = async (form, button) => {
  const state = sending.get(form);
  clearTimeout(state.again);
  if (state.asking) return;
  state.asking = true;
  const there = await answers();
  state.asking = false;
  if (there) {
    delete form.dataset.waits;
    state.sure = true;
    form.requestSubmit(button);
    state.sure = false;
    return;
  }
  form.dataset.waits = "true";
  const told = form.querySelector("[data-told]") || form.appendChild(document.createElement("p"));
  told.dataset.told = "";
  told.setAttribute("role", "status");
  told.textContent = document.body.dataset.unsent;
  told.classList.add("late");
  state.again = setTimeout(send, AGAIN, form, button);
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method") !== "post" || "then" in form.dataset) return;
  if (!sending.has(form)) sending.set(form, { sure: false, asking: false, again: 0 });
  if (sending.get(form).sure) return;
  event.preventDefault();
  event.stopPropagation();
  send(form, event.submitter);
}, { capture: true });
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form || !sending.has(form)) return;
  clearTimeout(sending.get(form).again);
  delete form.dataset.waits;
}, { capture: true });

// A form with data-then waits in its page while there is no network and is sent, once, when it is back. What the server
// took before the answer was lost it does not take twice. The page goes on to the address in data-then.
for (const form of document.querySelectorAll("form[data-then]")) {
  let waiting = 0;
  let pressed = null;
  const told = () => form.querySelector("[data-told]") || document.createElement("span");
  const send = async () => {
    clearTimeout(waiting);
    const body = new FormData(form);
    if (pressed && pressed.name) body.set(pressed.name, pressed.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (answer.status >= 500) throw new Error(answer.status);
      pressed = null;
      if (answer.type === "opaqueredirect") return location.assign(form.dataset.then);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      form.replaceChildren(...[...page.querySelectorAll("#problems"), ...page.querySelectorAll("form[data-then] > *")]);
      document.getElementById("problems")?.focus();
    } catch {
      const words = told();
      words.dataset.told = "";
      words.className = "mark late";
      words.setAttribute("role", "status");
      words.textContent = document.body.dataset.unsent;
      (form.querySelector(".fixed") || form).append(words);
      waiting = setTimeout(send, AGAIN);
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pressed = event.submitter;
    send();
  });
  addEventListener("online", () => pressed && send());
  addEventListener("beforeunload", (event) => {
    if (pressed) event.preventDefault();
  });
}

async function giveBack(form, address, tell) {
  const answer = await fetch(address).catch(() => null);
  if (!answer || !answer.ok) return;
  const { content, told } = await answer.json();
  let given = false;
  for (const [name, values] of Object.entries(content)) {
    for (const place of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (["hidden", "file", "password", "submit"].includes(place.type)) continue;
      if (["checkbox", "radio"].includes(place.type)) place.checked = values.includes(place.value);
      else if (place.multiple) for (const option of place.options) option.selected = values.includes(option.value);
      else place.value = values[0];
      given = true;
    }
  }
  if (given) tell(told, false);
}

// What if: the numbers follow what is typed. The same address answers without a script; here only its figures are taken.
for (const place of document.querySelectorAll("[data-live]")) {
  const form = place.querySelector('form[method="get"]');
  let asked = 0;
  form.addEventListener("input", () => {
    const turn = ++asked;
    setTimeout(async () => {
      if (turn !== asked) return;
      const address = `${form.action.split("#")[0]}?${new URLSearchParams(new FormData(form))}`;
      try {
        const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
        const made = page.getElementById(place.dataset.live);
        if (turn !== asked || !made) return;
        document.getElementById(place.dataset.live).replaceWith(made);
        history.replaceState(null, "", address);
      } catch {
        return;
      }
    }, 300);
  });
}

// A row that is wider than its place shows what is current, such as today among the days of a roll.
const here = document.querySelector('.days [aria-current="date"]');
if (here) here.parentElement.parentElement.scrollLeft = here.offsetLeft - here.parentElement.parentElement.clientWidth / 2;

// A table that is wider than its place can be moved by the keyboard too.
for (const wide of document.querySelectorAll(".wide:not([tabindex]), pre:not([tabindex])")) {
  if (wide.scrollWidth <= wide.clientWidth) continue;
  const title = wide.querySelector("caption") || document.querySelector("h1");
  wide.tabIndex = 0;
  wide.setAttribute("role", "region");
  wide.setAttribute("aria-label", title ? title.textContent.trim() : document.title);
}

const summary = document.getElementById("problems");
if (summary) summary.focus();
