// The members of a house. Python draws them; here a tap sends a note, and what was typed outlives
// every new drawing until the note is stored.

function fieldsOf(row) {
  const said = {};
  for (const field of row.querySelectorAll("input")) {
    if (field.type !== "radio") said[field.name] = field.value;
    else if (field.checked) said.confidence = field.value;
  }
  return said;
}

function fillIn(row, said) {
  for (const field of row.querySelectorAll("input")) {
    if (field.type === "radio") field.checked = field.value === (said.confidence ?? "");
    else field.value = said[field.name] ?? "";
  }
}

function draw(root, data) {
  const rows = [...root.querySelectorAll("details[data-person]")];
  const kept = new Map(rows.map((row) => [row.dataset.person, [row.open, fieldsOf(row)]]));
  const focused = document.activeElement?.closest?.("details[data-person]");
  const at = root.contains(focused) ? focused.dataset.person : "";
  const stored = data.emptied !== root.emptied ? data.emptied.split(" ")[0] : "";
  root.emptied = data.emptied;
  root.drawn = data.html;
  root.innerHTML = data.html;
  for (const row of root.querySelectorAll("details[data-person]")) {
    const person = row.dataset.person;
    if (person !== stored && kept.has(person)) {
      const [open, said] = kept.get(person);
      row.open = open;
      fillIn(row, said);
    }
    if (person === at) row.querySelector("summary").focus({ preventScroll: person === stored });
  }
  root.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
}

export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector("div.target-list");
  if (!root) {
    root = document.createElement("div");
    root.className = "target-list";
    root.emptied = data.emptied;
    parentElement.appendChild(root);
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-stance]");
      if (!button) return;
      const row = button.closest("details[data-person]");
      const { person, seen } = row.dataset;
      root.send("note", { person, seen, stance: button.dataset.stance, ...fieldsOf(row) });
    });
  }
  root.send = setTriggerValue;
  if (root.drawn !== data.html) draw(root, data);
}
