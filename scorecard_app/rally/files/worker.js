// Keeps the page's own files, so that it opens without a signal. What is recorded never passes
// through here: the page keeps that itself.

const KEPT = "answerable-rally-SHELL_DIGEST";
const PAGE = new URL("../rally", self.location).href;
const FILES = ["rally.css", "rally.js", "fields.js", "kept.js", "sending.js", "sheet.js",
  "manifest.webmanifest", "icon.svg", "icon-192.png"];

self.addEventListener("install", (event) => {
  const fresh = [PAGE, ...FILES].map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("answerable-rally-") && name !== KEPT;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const asked = caches.open(KEPT).then((kept) => kept.match(event.request, { ignoreSearch: true }));
  event.respondWith(asked.then((found) => found || fetch(event.request)));
});
