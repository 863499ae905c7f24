// @ts-check
/**
 * Elements out of data. Texts are always texts: nothing here reads markup.
 *
 * @module
 */

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * An element with attributes (`onclick` and the like are listeners, `true` is an empty attribute and
 * `false` none) and children.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/**
 * Puts the children in the place of what is in the element.
 *
 * @param {HTMLElement} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/**
 * @param {HTMLElement} element
 * @param {Child[]} children
 */
function append(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

let count = 0;

/** An id that no other element has. */
export function newId() {
  return `id-${count++}`;
}
