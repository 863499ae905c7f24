// @ts-check
/**
 * The page: the list of studies, and one study or two.
 *
 * @module
 */

import { Line } from "./server.js";
import { drawList } from "./study_list.js";
import { StudyView } from "./study_view.js";

/** @typedef {import("./server.js").StudyKey} StudyKey */

/** How long a message stays, in milliseconds. */
const MESSAGE_MS = 8000;

const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {StudyView[]} */
let views = [];
/** @type {{ studies: any[], problems: string[] }} */
let list = { studies: [], problems: [] };
let maySteer = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} text */
function tell(text) {
  byId("message").textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => byId("message").textContent = "", MESSAGE_MS);
}

/** @param {StudyKey} a */
const same = (a) => (/** @type {StudyKey} */ b) => a.file === b.file && a.name === b.name;

const page = {
  isOpen: (/** @type {StudyKey} */ key) => views.some(({ key: other }) => same(key)(other)),
  /**
   * @param {StudyKey} key
   * @param {boolean} beside
   */
  open(key, beside) {
    const kept = beside ? views.slice(0, 1).map((view) => view.key) : [];
    show([...kept, key]);
    views.at(-1)?.focus();
  },
};

/**
 * Shows these studies, and says so in the address.
 *
 * @param {StudyKey[]} keys
 */
function show(keys) {
  for (const view of views) if (!keys.some(same(view.key))) view.close();
  views = keys.map((key) => views.find((view) => same(key)(view.key)) ?? newView(key));
  byId("studies").append(...views.map(({ element }) => element));
  byId("studies").classList.toggle("pair", views.length > 1);
  const parts = keys.flatMap(({ file, name }) => [["file", file], ["study", name]]);
  const hash = keys.length === 0 ? "" : `#${new URLSearchParams(parts)}`;
  // The token does not stay in the address, where others may see it.
  history.replaceState(null, "", `/${hash}`);
  document.title = [...keys.map(({ name }) => name), "Studies"].join(" · ");
  drawList(byId("list"), list, page);
  line.follow(keys.map(({ file, name }) => ({ file, name })));
}

/** @param {StudyKey} key */
function newView(key) {
  const close = () => show(views.map((view) => view.key).filter((other) => !same(key)(other)));
  return new StudyView(key, { maySteer, tell, close });
}

/** The studies that the address names. */
function keysOfAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const names = parts.getAll("study");
  return parts.getAll("file").slice(0, 2).map((file, i) => ({ file, name: names[i] ?? "" }));
}

/** @type {string | null | undefined} The study to open first, until it is there. */
let first;

const LINE = Object.freeze({
  live: "Live",
  lost: "The server does not answer; trying again …",
  refused: "The server does not know this page: open the link that it printed.",
});

/** @param {{ right: string, study: string | null }} hello */
function greet({ right, study }) {
  if (first !== undefined) return;
  maySteer = right === "steer";
  first = study;
  show(keysOfAddress());
}

/** @param {typeof list} found */
function update(found) {
  list = found;
  const wanted = list.studies.find(({ name }) => name === first) ??
    (list.studies.length === 1 ? list.studies[0] : undefined);
  if (wanted && first !== "" && views.length === 0) show([wanted]);
  if (wanted || views.length > 0) first = "";
  drawList(byId("list"), list, page);
}

const line = new Line({
  onList: (event, data) => event === "hello" ? greet(data) : update(data),
  onStudy: (key, event, data) => views.find((view) => same(key)(view.key))?.receive(event, data),
  onLine: (state) => byId("connection").textContent = LINE[state],
});
