// @ts-check
/**
 * The note on a study.
 *
 * @module
 */

import { h, newId } from "./dom.js";
import { change } from "./server.js";

/** A text that is kept with the study. */
export class NotePanel {
  /** @type {HTMLElement} */
  element;
  #text;
  #version = 0;
  /** The text as it is kept. */
  #kept = "";

  /**
   * @param {import("./server.js").StudyKey} key
   * @param {boolean} maySteer
   * @param {(text: string) => void} tell
   */
  constructor(key, maySteer, tell) {
    const id = newId();
    this.#text = h("textarea", { "aria-labelledby": id, readonly: !maySteer });
    const save = async () => {
      try {
        tell(await change("note", key, { body: this.#text.value, version: this.#version }));
        this.#kept = this.#text.value;
      } catch (error) {
        tell(/** @type {Error} */ (error).message);
      }
    };
    this.element = h(
      "section",
      { class: "panel wide", "aria-labelledby": id },
      h("h3", { id }, "Note"),
      this.#text,
      maySteer && h("div", { class: "row" }, h("button", { onclick: save }, "Save the note")),
    );
  }

  /**
   * What is kept has changed; what is being written stays.
   *
   * @param {{ body: string, version: number }} note
   */
  set({ body, version }) {
    const isEdited = this.#text.value !== this.#kept;
    this.#kept = body;
    this.#version = version;
    if (!isEdited) this.#text.value = body;
  }
}
