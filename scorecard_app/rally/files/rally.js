// The page for one hand: a form that is kept as it is typed, and what was saved, sent and received.

import { element, fields, milestonesOf, today } from "./fields.js";
import { DRAFTS, QUEUE, TOLD, all, change, newId, put, remove, together } from "./kept.js";
import { CHANGED, CONFLICT, EDITING, RECEIVED, REFUSED, SENT, WAITING, sendAll } from "./sending.js";
import { sheet } from "./sheet.js";

const AGAIN_MILLISECONDS = 30_000;
const IN_WORDS = {
  [WAITING]: "Waiting", [SENT]: "Sent, not yet answered", [RECEIVED]: "Received",
  [CONFLICT]: "Yours to decide", [CHANGED]: "Yours to decide", [REFUSED]: "Not taken",
  [EDITING]: "Being changed",
};
const SETTLED = [WAITING, CONFLICT, CHANGED, REFUSED, EDITING];
const at = (id) => document.getElementById(id);

let told = { campaigns: [], statuses: [], notice: null, first_day: "", most_letters: 2000 };
let draft, reached = navigator.onLine;

async function start() {
  document.body.classList.toggle("as-sheet", new URLSearchParams(location.search).has("sheet"));
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("rally/worker.js", { scope: "rally" }).catch(() => {});
  }
  navigator.storage?.persist?.();
  told = (await all(TOLD))[0]?.value ?? told;
  draft = (await all(DRAFTS))[0] ?? blank({});
  at("form").addEventListener("submit", (event) => { event.preventDefault(); save(); });
  at("clear").addEventListener("click", clearReceived);
  showForm();
  await showQueue();
  for (const name of ["online", "focus"]) addEventListener(name, refresh);
  addEventListener("offline", () => { reached = false; showSignal(); });
  setInterval(refresh, AGAIN_MILLISECONDS);
  await refresh();
}

const blank = (before) => ({
  key: "current", id: newId(), milestone: before.milestone ?? "", title: before.title ?? "",
  seen: before.seen ?? 0, status: "", note: "", happened_on: "",
});

// Sends what waits, then asks what may be recorded and how it stands.
async function refresh() {
  await sendAll(showQueue);
  try {
    const answer = await fetch("rally/milestones.json", { redirect: "error" });
    const fresh = await answer.json();
    reached = true;
    if (answer.ok && Array.isArray(fresh.campaigns)) await learn(fresh);
  } catch {
    reached = false;
  }
  showSignal();
}

async function learn(fresh) {
  const differs = JSON.stringify(fresh) !== JSON.stringify(told);
  told = fresh;
  await put(TOLD, { key: "milestones", value: fresh });
  if (differs && !at("form").contains(document.activeElement)) showForm();
}

function showSignal() {
  const words = reached
    ? "Connected: what you save is sent at once."
    : "No signal. What you save waits on this phone and is sent when there is one.";
  if (at("signal").textContent !== words) at("signal").textContent = words;
  at("signal").className = reached ? "" : "notice";
  at("notice").hidden = !told.notice;
  at("notice").textContent = told.notice ?? "";
}

// ---- The form ----

function showForm() {
  const save = element("button", { class: "main" }, "Save");
  const said = element("p", { id: "said", role: "alert" });
  const made = milestonesOf(told).length || draft.milestone
    ? [...fields(told, draft, keepDraft, "new"), said, save]
    : [element("p", { class: "quiet" }, "No campaign has a milestone to show here yet.")];
  at("form").replaceChildren(...made);
  at("sheet").replaceChildren(...sheet(told));
}

// Each letter is kept as it is typed. What this phone has seen of the milestone meanwhile, as an
// earlier update of its own was received, stays. So does what another window of it has typed: that
// goes to what was saved, as one that is being changed.
function keepDraft(values) {
  Object.assign(draft, values);
  if (!draft.happened_on) draft.happened_on = at("new-day").value = today();
  return together([DRAFTS, QUEUE], (stores) => {
    stores[DRAFTS].get(draft.key).onsuccess = (event) => {
      const kept = event.target.result;
      if (kept && kept.written !== draft.written && says(kept)) {
        stores[QUEUE].put(saved(kept, { state: EDITING }));
        if (kept.id === draft.id) draft.id = newId();
      } else if (kept?.id === draft.id) {
        draft.seen = values.seen ?? kept.seen;
      }
      draft.written = newId();
      stores[DRAFTS].put(draft);
    };
  });
}

const says = ({ status, note }) => Boolean(status || note.trim());

function saved({ key, written, ...words }, values) {
  return { ...words, sentence: "", saved_at: Date.now(), ...values };
}

async function save() {
  const done = draft;
  at("said").textContent = missing(done);
  if (at("said").textContent) return;
  // The form is new at once: what a quick thumb does next belongs to the next update.
  draft = blank(done);
  showForm();
  try {
    await fromDraftsToQueue(done, { ...draft });
  } catch (error) {
    if (!says(draft)) draft = done;
    showForm();
    at("said").textContent = `Not saved: this phone could not keep it (${error}). Copy what you wrote.`;
    return;
  }
  await showQueue();
  await refresh();
}

const fromDraftsToQueue = (done, next) => together([DRAFTS, QUEUE], (stores) => {
  stores[QUEUE].get(done.id).onsuccess = (event) => {
    // Another window may have saved this draft already, and more was typed here.
    const other = event.target.result;
    const id = other && other.state !== EDITING ? newId() : done.id;
    stores[QUEUE].put(saved(done, { id, state: WAITING }));
  };
  stores[DRAFTS].get(done.key).onsuccess = (event) => {
    const kept = event.target.result;
    if (!kept || kept.written === done.written || !says(kept)) stores[DRAFTS].put(next);
  };
});

function missing({ milestone, status, note }) {
  if (!milestone) return "Choose the milestone.";
  if (!says({ status, note })) return "Tap how it stands now, or write a sentence.";
  const over = note.trim().length - told.most_letters;
  return over > 0 ? `The sentence is ${over} letters too long.` : "";
}

// ---- What was saved ----

async function showQueue() {
  const kept = await all(DRAFTS);
  if (kept[0]?.id === draft.id) draft.seen = kept[0].seen;
  const items = (await all(QUEUE)).sort((a, b) => b.saved_at - a.saved_at);
  const there = new Map([...at("queue").children].map((node) => [node.dataset.id, node]));
  const nodes = items.map((item) => {
    const node = there.get(item.id);
    return node?.dataset.shows === shows(item) ? node : entry(item);
  });
  if (nodes.length !== there.size || nodes.some((node) => !node.isConnected)) {
    at("queue").replaceChildren(...nodes);
  }
  at("nothing").hidden = items.length > 0;
  at("clear").hidden = !items.some((item) => item.state === RECEIVED);
}

// While it is changed, its fields stay as they are under the thumb.
const shows = (item) => item.state === EDITING ? EDITING : JSON.stringify(item);

function entry(item) {
  const inside = item.state === EDITING ? editing(item) : summary(item);
  const node = element("li", { class: item.state }, ...inside);
  node.dataset.id = item.id;
  node.dataset.shows = shows(item);
  return node;
}

function summary(item) {
  const parts = [item.status_words, item.note && `“${item.note}”`].filter(Boolean).join(", ");
  return [
    element("p", {}, element("b", {}, IN_WORDS[item.state]), ` · ${item.title}: ${parts}`),
    ...why(item),
    element("p", { class: "buttons" }, ...buttons(item)),
  ];
}

function why(item) {
  if (!item.sentence) return [];
  const said = (item.unseen ?? []).map((one) => element("li", {}, one));
  return [element("p", { class: "why" }, item.sentence), said.length ? element("ul", {}, ...said) : null]
    .filter(Boolean);
}

function buttons(item) {
  if (item.state === RECEIVED || item.state === SENT) return [];
  const holds = item.state === CONFLICT || item.state === CHANGED
    ? [button("Mine still holds: send it", () => sendAgain(item))] : [];
  return [
    ...holds,
    button("Change", () => step(item, { state: EDITING })),
    twice("Delete", "Delete for good?", () => drop(item)),
  ];
}

function editing(item) {
  const kept = { ...item };
  const keep = (values) => {
    Object.assign(kept, values);
    return change(item.id, [EDITING], values);
  };
  const said = element("p", { role: "alert" });
  const send = () => {
    said.textContent = missing(kept);
    if (!said.textContent) sendAgain(kept);
  };
  return [
    element("p", {}, element("b", {}, IN_WORDS[EDITING])),
    ...why(item),
    ...fields(told, item, keep, `change-${item.id}`),
    said,
    element("p", { class: "buttons" }, button("Send", send), twice("Delete", "Delete for good?", () => drop(item))),
  ];
}

const button = (words, act) => element("button", { type: "button", onclick: act }, words);

// A button that asks once more.
function twice(words, question, act) {
  const made = button(words, () => {
    if (made.textContent === question) act();
    else made.textContent = question;
  });
  return made;
}

async function step(item, values) {
  await change(item.id, SETTLED, values);
  await showQueue();
}

// Sends it as written by one who has read what others recorded. One of which an earlier wording
// was stored becomes an update of its own.
async function sendAgain(item) {
  const { id, version, unseen, stored, ...words } = item;
  const seen = version ?? item.seen;
  await together([QUEUE], (stores) => {
    stores[QUEUE].delete(id);
    stores[QUEUE].put({ ...words, id: stored ? newId() : id, seen, state: WAITING, sentence: "" });
  });
  await showQueue();
  await refresh();
}

async function drop(item) {
  await remove(QUEUE, item.id);
  await showQueue();
}

async function clearReceived() {
  const items = await all(QUEUE);
  for (const item of items) if (item.state === RECEIVED) await remove(QUEUE, item.id);
  await showQueue();
}

start().catch((error) => {
  at("signal").className = "notice";
  at("signal").textContent = `This browser keeps nothing for this page (${error}), so nothing typed here would be safe. Use the page Campaigns.`;
});
