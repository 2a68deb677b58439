// Sends what was saved, oldest first. An update that cannot be sent holds up no other.

import { DRAFTS, QUEUE, all, change, together } from "./kept.js";

export const WAITING = "waiting", SENT = "sent", RECEIVED = "received", CONFLICT = "conflict",
  CHANGED = "changed", REFUSED = "refused", EDITING = "editing";

const SECONDS_TO_ANSWER = 20;
const NO_ANSWER = "No answer came. It is sent again by itself, and stored once.";
const NOT_OURS = "What answered was no receipt (a hotspot's own page, or a fault). It is sent again by itself.";

let running = false, again = false;

// `told` is called after each step.
export async function sendAll(told) {
  again = true;
  if (running) return;
  running = true;
  try {
    while (again) {
      again = false;
      const items = (await all(QUEUE)).sort((a, b) => a.saved_at - b.saved_at);
      for (const { id } of items) await sendOne(id, told);
    }
  } finally {
    running = false;
  }
}

async function sendOne(id, told) {
  // One that was being sent when the page was closed is sent again: the server knows it by its id.
  const item = await change(id, [WAITING, SENT], { state: SENT });
  if (!item) return;
  await told();
  const answer = await post(item);
  if (answer.state === RECEIVED) await received(item, answer);
  else await change(id, [SENT], answer);
  await told();
}

async function post(item) {
  const { id, milestone, seen, status, note } = item;
  const body = { id, milestone, seen, status: status || null, note: note || null,
    happened_on: item.ends ? item.happened_on || null : null };
  let reply;
  try {
    const answer = await fetch("rally/updates", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(SECONDS_TO_ANSWER * 1000),
    });
    reply = await answer.json();
  } catch (error) {
    return { state: WAITING, sentence: error instanceof SyntaxError ? NOT_OURS : NO_ANSWER };
  }
  return understood(reply);
}

function understood({ outcome, sentence, number, version, unseen }) {
  switch (outcome) {
    case "stored": case "known": return { state: RECEIVED, sentence: "", number };
    case "conflict": return { state: CONFLICT, sentence, version, unseen };
    case "changed": return { state: CHANGED, sentence, version, unseen, stored: true };
    case "refused": return { state: REFUSED, sentence };
    case "elsewhere": case "later": return { state: WAITING, sentence };
    default: return { state: WAITING, sentence: NOT_OURS };
  }
}

// Marks it received. Whoever wrote it has seen it: what this phone still has for the milestone and
// had seen all but this one has now seen this one too.
const received = (item, answer) => together([QUEUE, DRAFTS], (stores) => {
  stores[QUEUE].get(item.id).onsuccess = (event) => {
    if (event.target.result) stores[QUEUE].put({ ...event.target.result, ...answer, received_at: Date.now() });
  };
  for (const store of Object.values(stores)) {
    store.openCursor().onsuccess = (event) => {
      const cursor = event.target.result;
      if (!cursor) return;
      const other = cursor.value;
      const follows = other.milestone === item.milestone && other.seen === answer.number - 1;
      if (follows && other.id !== item.id && other.state !== RECEIVED) {
        cursor.update({ ...other, seen: answer.number });
      }
      cursor.continue();
    };
  }
});
