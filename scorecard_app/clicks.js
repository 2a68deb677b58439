// A click on a link to another page of the app draws that page where this one stands: nothing is
// loaded anew. Streamlit draws what the address says whenever the browser goes back or forth; so the
// address is changed and Streamlit is told so. Where its line has dropped, the browser loads the page.
// `PAGES` holds the paths of the pages, without a slash.

addEventListener("click", (click) => {
  const held = click.metaKey || click.ctrlKey || click.shiftKey || click.altKey;
  const link = click.target.closest?.(".stMain a[href]");
  if (click.button !== 0 || held || click.defaultPrevented || !link) return;
  if (link.target || link.hasAttribute("download")) return;
  const to = new URL(link.href);
  const isHere = to.pathname === location.pathname && to.search === location.search;
  const folder = new URL(".", location.href).href;
  const isPage = to.href.startsWith(folder)
    && PAGES.includes(to.pathname.slice(new URL(folder).pathname.length));
  const app = document.querySelector("[data-test-connection-state]");
  const isConnected = app?.dataset.testConnectionState === "CONNECTED";
  if (!isPage || !isConnected || (isHere && to.hash)) return;
  click.preventDefault();
  history.pushState({}, "", to);
  dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector(".stMain").scrollTo(0, 0);
  onceDrawn(app, () => {
    const part = to.hash && document.getElementById(decodeURIComponent(to.hash.slice(1)));
    if (part) part.scrollIntoView();
    else document.getElementById("content")?.focus({ preventScroll: true });
  });
});

// Streamlit says in an attribute whether its script runs: it does, and then it does no more.
function onceDrawn(app, then) {
  let hasRun = false;
  const watching = new MutationObserver(() => {
    const runs = app.dataset.testScriptState === "running";
    if (hasRun && !runs) {
      watching.disconnect();
      then();
    }
    hasRun ||= runs;
  });
  watching.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
}
