// A sentence on what a search or a choice has found. The element stays and its text changes, so that
// screen readers say it; where it is out of sight, the page moves so that it is not.

export default function ({ data, parentElement }) {
  let said = parentElement.querySelector("p.said");
  if (!said) {
    said = document.createElement("p");
    said.setAttribute("role", "status");
    parentElement.appendChild(said);
  }
  const changed = said.textContent !== "" && said.textContent !== data.text;
  said.className = data.seen ? "said" : "said unseen";
  if (said.textContent !== data.text) said.textContent = data.text;
  if (!changed || !data.seen) return;
  requestAnimationFrame(() => {
    const { top, bottom } = said.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight * 0.8) said.scrollIntoView({ block: "center" });
  });
}
