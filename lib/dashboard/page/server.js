// @ts-check
/**
 * The server's answers and events.
 *
 * @module
 */

/** @typedef {{ file: string, name: string }} StudyKey */

/**
 * @param {StudyKey} key
 * @param {Record<string, string | number>} [more]
 */
function query({ file, name }, more = {}) {
  const entries = Object.entries({ file, study: name, ...more });
  return new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString();
}

/**
 * A part of a study.
 *
 * @param {string} path
 * @param {StudyKey} key
 * @returns {Promise<any>}
 */
export async function ask(path, key) {
  return await read(await fetch(`/${path}?${query(key)}`));
}

/**
 * Changes a study; returns what to tell the reader.
 *
 * @param {string} name
 * @param {StudyKey} key
 * @param {object} wanted
 * @returns {Promise<string>}
 */
export async function change(name, key, wanted) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify(wanted);
  return await read(
    await fetch(`/change/${name}?${query(key)}`, { method: "POST", headers, body }),
  );
}

/**
 * @param {StudyKey} key
 * @param {number} trial
 */
export function weightsUrl(key, trial) {
  return `/weights?${query(key, { trial })}`;
}

/**
 * Events of a study, or of the list of studies, until it is closed. A page that nobody sees listens to
 * nothing: a browser keeps six lines to a server, and each page that is open takes some.
 */
export class Listener {
  #url;
  #listeners;
  #line;
  /** @type {EventSource | null} */
  #source = null;
  #look = () => this.#follow();

  /**
   * @param {StudyKey | null} key
   * @param {Record<string, (data: any) => void>} listeners
   * @param {{ onopen?: () => void, onerror?: () => void }} [line]
   */
  constructor(key, listeners, line = {}) {
    this.#url = key === null ? "/studies" : `/events?${query(key)}`;
    this.#listeners = listeners;
    this.#line = line;
    document.addEventListener("visibilitychange", this.#look);
    this.#follow();
  }

  close() {
    document.removeEventListener("visibilitychange", this.#look);
    this.#source?.close();
  }

  #follow() {
    if (document.visibilityState === "hidden") {
      this.#source?.close();
      this.#source = null;
    } else if (this.#source === null) this.#open();
  }

  #open() {
    const source = new EventSource(this.#url);
    for (const [name, listener] of Object.entries(this.#listeners)) {
      source.addEventListener(name, (event) => listener(JSON.parse(event.data)));
    }
    source.addEventListener("open", () => this.#line.onopen?.());
    source.addEventListener("error", () => this.#line.onerror?.());
    this.#source = source;
  }
}

/** @param {Response} response */
async function read(response) {
  if (!response.ok) throw new Error(await response.text());
  return await response.json();
}
