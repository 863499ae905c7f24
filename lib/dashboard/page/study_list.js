// @ts-check
/**
 * The list of studies, with the best value of each.
 *
 * @module
 */

import { fill, h } from "./dom.js";
import { formatCounts, formatValue } from "./format.js";

/** @typedef {import("./server.js").StudyKey} StudyKey */
/**
 * @typedef {StudyKey & { direction: string, counts: Record<string, number>, paused: boolean,
 *   best: { number: number, value: number | string } | null }} StudyEntry
 */

/**
 * Draws the list.
 *
 * @param {HTMLElement} element
 * @param {{ studies: StudyEntry[], problems: string[] }} list
 * @param {{ isOpen: (key: StudyKey) => boolean, open: (key: StudyKey, beside: boolean) => void }} page
 */
export function drawList(element, { studies, problems }, page) {
  const focused = document.activeElement?.id;
  const files = new Set(studies.map(({ file }) => file));
  const columns = ["Study", ...(files.size > 1 ? ["File"] : []), "Trials", "Best", ""];
  fill(
    element,
    ...problems.map((problem) => h("p", { class: "problem" }, problem)),
    studies.length === 0
      ? h("p", {}, "There is no study yet. It appears here once it is made.")
      : h(
        "div",
        { class: "scroll" },
        h(
          "table",
          {},
          h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, name)))),
          h("tbody", {}, ...studies.map((entry, i) => row(entry, i, files.size > 1, page))),
        ),
      ),
  );
  // What had the focus has been drawn anew.
  if (focused) document.getElementById(focused)?.focus();
}

/**
 * @param {StudyEntry} entry
 * @param {number} place
 * @param {boolean} hasFile
 * @param {Parameters<typeof drawList>[2]} page
 */
function row(entry, place, hasFile, { isOpen, open }) {
  const { file, name, counts, best, direction, paused } = entry;
  const key = { file, name };
  const found = best === null
    ? "none yet"
    : `${formatValue(best.value)} (trial ${best.number}, ${direction}d)`;
  return h(
    "tr",
    isOpen(key) ? { "aria-current": "true" } : {},
    h(
      "td",
      { class: "text" },
      h(
        "button",
        { class: "plain link", id: `open-${place}`, onclick: () => open(key, false) },
        name,
      ),
    ),
    hasFile && h("td", { title: file }, file.split(/[\\/]/).at(-1)),
    h("td", {}, `${formatCounts(counts)}${paused ? "; stopped" : ""}`),
    h("td", {}, found),
    h(
      "td",
      {},
      h(
        "button",
        {
          id: `beside-${place}`,
          "aria-label": `Show ${name} beside the other study`,
          disabled: isOpen(key),
          onclick: () => open(key, true),
        },
        "Compare",
      ),
    ),
  );
}
