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
 * @typedef {object} Listener
 * @property {(event: string, data: any) => void} onList What happens to the list.
 * @property {(key: StudyKey, event: string, data: any) => void} onStudy What happens in a study.
 * @property {(state: "live" | "lost" | "refused") => void} onLine What becomes of the line.
 */

/**
 * The one line on which the server tells of the list and of the studies that are shown. A page that
 * nobody sees keeps none: a browser has six to a server.
 */
export class Line {
  #listener;
  /** @type {readonly StudyKey[]} */
  #keys = [];
  /** @type {EventSource | null} */
  #source = null;

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
    document.addEventListener("visibilitychange", () => this.#open());
    this.#open();
  }

  /**
   * Tells of these studies from now on, each from its beginning.
   *
   * @param {readonly StudyKey[]} keys
   */
  follow(keys) {
    if (JSON.stringify(keys) === JSON.stringify(this.#keys)) return;
    this.#keys = keys;
    this.#open();
  }

  #open() {
    this.#source?.close();
    this.#source = null;
    if (document.visibilityState === "hidden") return;
    const keys = this.#keys;
    const source = new EventSource(`/events?${keys.map((key) => query(key)).join("&")}`);
    const { onList, onStudy, onLine } = this.#listener;
    for (const name of ["hello", "studies"]) {
      source.addEventListener(name, ({ data }) => onList(name, JSON.parse(data)));
    }
    for (const name of ["study", "status", "trials", "queue", "problem"]) {
      source.addEventListener(name, (event) => {
        const { of, data } = JSON.parse(event.data);
        onStudy(keys[of], name, data);
      });
    }
    source.addEventListener("open", () => onLine("live"));
    const isClosed = () => source.readyState === EventSource.CLOSED;
    source.addEventListener("error", () => onLine(isClosed() ? "refused" : "lost"));
    this.#source = source;
  }
}

/** @param {Response} response */
async function read(response) {
  if (!response.ok) throw new Error(await response.text());
  return await response.json();
}
