// What this phone keeps, in IndexedDB. Each function is one transaction: it happens whole or not
// at all, wherever the page is closed.

const NAME = "answerable-rally";
export const DRAFTS = "drafts", QUEUE = "queue", TOLD = "told";

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(DRAFTS, { keyPath: "key" });
      asked.result.createObjectStore(QUEUE, { keyPath: "id" });
      asked.result.createObjectStore(TOLD, { keyPath: "key" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

// Runs `work` in one transaction; it gets the stores by name. Resolves once all of it is written.
export async function together(names, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const one = database.transaction(names, "readwrite", { durability: "strict" });
    let result;
    one.oncomplete = () => resolve(result);
    one.onabort = one.onerror = () => reject(one.error);
    const stores = Object.fromEntries(names.map((name) => [name, one.objectStore(name)]));
    work(stores, (value) => { result = value; });
  });
}

export const all = (name) => together([name], (stores, give) => {
  stores[name].getAll().onsuccess = (event) => give(event.target.result);
});

export const put = (name, value) => together([name], (stores) => { stores[name].put(value); });

export const remove = (name, key) => together([name], (stores) => { stores[name].delete(key); });

// Changes what was saved, if it is still there and in one of the states `from`.
export const change = (id, from, values) => together([QUEUE], (stores, give) => {
  stores[QUEUE].get(id).onsuccess = (event) => {
    const item = event.target.result;
    if (!item || !from.includes(item.state)) return;
    const changed = { ...item, ...values };
    stores[QUEUE].put(changed);
    give(changed);
  };
});

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Without https a browser offers only the dice.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
