// The fields of an update, the same for a new one and for one that is changed. Text is only ever
// set as text: nothing that anybody wrote is read as markup.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export const milestonesOf = (told) =>
  told.campaigns.flatMap((campaign) => campaign.milestones);

// Fields that show `record`, and call `changed` with what a person changes.
export function fields(told, record, changed, name) {
  const standing = element("p", { class: "quiet" });
  const stand = (milestone) => { standing.textContent = words(told, milestone); };
  stand(record.milestone);
  const choose = element(
    "select",
    { id: `${name}-milestone`, onchange: (event) => {
      stand(event.target.value);
      changed({ milestone: event.target.value, ...known(told, event.target.value) });
    } },
    element("option", { value: "" }, "Choose …"),
    ...told.campaigns.map((campaign) => group(campaign, record.milestone)),
  );
  if (record.milestone && choose.value !== record.milestone) {
    choose.append(element("option", { value: record.milestone, selected: true }, record.title || record.milestone));
  }
  return [
    element("label", { for: `${name}-milestone` }, "Milestone"), choose, standing,
    statuses(told, record, changed, name),
    element("label", { for: `${name}-note` }, "What happened, in a sentence"),
    note(record, changed, name),
    element("label", { for: `${name}-day` }, "Day it happened"),
    element("input", { id: `${name}-day`, type: "date", min: told.first_day, value: record.happened_on || today(),
      oninput: (event) => changed({ happened_on: event.target.value }) }),
  ];
}

function group(campaign, chosen) {
  const invented = campaign.demonstration ? " (invented)" : "";
  const options = campaign.milestones.map((one) => element(
    "option",
    { value: one.milestone_id, selected: one.milestone_id === chosen },
    one.title,
  ));
  return element("optgroup", { label: `${campaign.title}${invented}` }, ...options);
}

function statuses(told, record, changed, name) {
  const buttons = told.statuses.map(({ value, words, ends }) => element(
    "label", { class: "tap" },
    element("input", { type: "radio", name: `${name}-status`, value, checked: record.status === value,
      onchange: () => changed({ status: value, status_words: words, ends }) }),
    element("span", {}, words),
  ));
  return element("fieldset", {}, element("legend", {}, "How it stands now"), ...buttons);
}

function note(record, changed, name) {
  const made = element("textarea", { id: `${name}-note`, rows: 3,
    oninput: (event) => changed({ note: event.target.value }) });
  made.value = record.note || "";
  return made;
}

// How many updates of it this phone was told of, and what it is called.
function known(told, milestone) {
  const found = milestonesOf(told).find((one) => one.milestone_id === milestone);
  return { seen: found?.version ?? 0, title: found?.title ?? milestone, version: null };
}

function words(told, milestone) {
  const found = milestonesOf(told).find((one) => one.milestone_id === milestone);
  if (!found) return "";
  const place = found.place ? `${found.place}. ` : "";
  return `${place}Now ${found.now}.${found.last ? ` Last: ${found.last}` : ""}`;
}
