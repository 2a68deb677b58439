// The same fields on paper, for those without a phone.

import { element } from "./fields.js";

export function sheet(told) {
  return told.campaigns.flatMap((campaign) => [
    element("h2", {}, campaign.demonstration ? `${campaign.title} (invented)` : campaign.title),
    ...campaign.milestones.filter((one) => one.is_open).map((one) => entry(one, told.statuses)),
  ]);
}

function entry(milestone, statuses) {
  const place = milestone.place ? `${milestone.place}; ` : "";
  return element(
    "article", {},
    element("h3", {}, milestone.title),
    element("p", { class: "quiet" }, `${place}now ${milestone.now}`),
    element("p", { class: "boxes" }, "How it stands now: ",
      ...statuses.map(({ words }) => element("span", {}, `☐ ${words}`))),
    element("p", {}, "What happened, in a sentence:"), line(), line(),
    element("p", { class: "two" }, element("span", {}, "Day it happened:"), element("span", {}, "Written by:")),
  );
}

const line = () => element("p", { class: "line" });
