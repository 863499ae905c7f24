// @ts-check
/**
 * A study: its charts, its trials and what can be done with it.
 *
 * @module
 */

import { ChartPanel } from "./chart_panel.js";
import { fill, h, newId } from "./dom.js";
import { EnqueuePanel } from "./enqueue_panel.js";
import { Filters } from "./filters.js";
import { formatCounts, formatValue } from "./format.js";
import { NotePanel } from "./note_panel.js";
import { ParallelPanel } from "./parallel_panel.js";
import { QueuePanel } from "./queue_panel.js";
import { change } from "./server.js";
import { TrialStore } from "./trial_store.js";
import { TrialTable } from "./trial_table.js";
import { WeightsPanel } from "./weights_panel.js";

/** @typedef {import("./server.js").StudyKey} StudyKey */

/** A study on the page, until it is closed. */
export class StudyView {
  /** @type {HTMLElement} */
  element;
  /** @type {StudyKey} */
  key;
  #store = new TrialStore();
  #filters = new Filters();
  /** @type {Record<string, any>} */
  #space = {};
  #summary = h("p", { role: "status" });
  #problem = h("p", { class: "problem", role: "alert" });
  #pause;
  #isPaused = false;
  #charts;
  #parallel;
  #table;
  #weights;
  #queue = new QueuePanel();
  #note;
  /** @type {EnqueuePanel | null} */
  #enqueue;
  #best = "";

  /**
   * @param {StudyKey} key
   * @param {{ maySteer: boolean, tell: (text: string) => void, close: () => void }} page
   */
  constructor(key, { maySteer, tell, close }) {
    this.key = key;
    this.#pause = h("button", { onclick: () => this.#togglePause(tell) }, "Stop");
    this.#enqueue = maySteer ? new EnqueuePanel(key, tell) : null;
    this.#note = new NotePanel(key, maySteer, tell);
    this.#weights = new WeightsPanel(key);
    const use = this.#enqueue && ((/** @type {any} */ row) => this.#enqueue?.use(row));
    this.#table = new TrialTable(this.#store, this.#filters, use);
    this.#parallel = new ParallelPanel(key, this.#filters, {
      picked: () => this.#store.rows.filter((row) => this.#filters.includes(row)).map(({ n }) => n),
      choicesOf: (name) => this.#space[name]?.choices ?? null,
    });
    this.#charts = [
      new ChartPanel(key, "history", "Values of the trials, and the best so far"),
      new ChartPanel(key, "running", "Running trials"),
      new ChartPanel(key, "curves", "Learning curves of finished trials"),
      new ChartPanel(key, "importances", "Importances of the parameters"),
      this.#parallel,
    ];
    const id = newId();
    this.element = h(
      "section",
      { class: "study", "aria-labelledby": id },
      h(
        "header",
        {},
        h("h2", { id, tabindex: "-1" }, key.name),
        h(
          "div",
          { class: "actions" },
          maySteer && this.#pause,
          h("button", { onclick: close, "aria-label": `Close ${key.name}` }, "Close"),
        ),
      ),
      this.#summary,
      this.#problem,
      h(
        "div",
        { class: "panels" },
        ...this.#charts.map(({ element }) => element),
        this.#queue.element,
        this.#table.element,
        this.#weights.element,
        this.#enqueue?.element,
        this.#note.element,
      ),
    );
  }

  /** The heading takes the focus, as that of a new page would. */
  focus() {
    this.element.querySelector("h2")?.focus();
  }

  close() {
    for (const chart of this.#charts) chart.close();
    this.element.remove();
  }

  /**
   * What has happened in the study.
   *
   * @param {string} event
   * @param {any} data
   */
  receive(event, data) {
    if (event === "study") this.#setHead(data);
    else if (event === "status") this.#setStatus(data);
    else if (event === "trials") this.#addTrials(data);
    else if (event === "queue") this.#queue.set(data);
    else if (event === "problem") this.#problem.textContent = data;
  }

  /** @param {{ direction: "minimize" | "maximize", space: Record<string, any>, isGrid: boolean }} head */
  #setHead({ direction, space, isGrid }) {
    this.#store.direction = direction;
    this.#space = space;
    this.#table.mayUse = !isGrid;
    this.#table.setSpace(space);
    this.#enqueue?.setSpace(space);
    if (this.#enqueue) this.#enqueue.element.hidden = isGrid;
    for (const chart of this.#charts) chart.refresh();
  }

  /** @param {{ paused: boolean, note: { body: string, version: number } }} status */
  #setStatus({ paused, note }) {
    this.#isPaused = paused;
    this.#pause.textContent = paused ? "Go on" : "Stop";
    this.#note.set(note);
    this.#summarize();
  }

  /** @param {{ rows: import("./trial_store.js").TrialRow[], total: number }} trials */
  #addTrials({ rows, total }) {
    this.#store.add(rows, total);
    this.#table.refresh();
    for (const chart of this.#charts) chart.refresh();
    this.#summarize();
  }

  #summarize() {
    const best = this.#store.best();
    const found = best === null ? "" : `; best ${formatValue(best.v)} in trial ${best.n}`;
    const stopped = this.#isPaused ? "; stopped: no further trial starts" : "";
    fill(this.#summary, formatCounts(this.#store.counts()), found, stopped);
    const key = best === null ? "" : `${best.n}`;
    if (key === this.#best) return;
    this.#best = key;
    this.#weights.refresh();
  }

  /** @param {(text: string) => void} tell */
  async #togglePause(tell) {
    try {
      tell(await change("pause", this.key, { paused: !this.#isPaused }));
    } catch (error) {
      tell(/** @type {Error} */ (error).message);
    }
  }
}
