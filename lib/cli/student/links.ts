/**
 * Links of a notebook's Markdown, seen from the folder of its edition.
 *
 * @module
 */

import { basename, join, relative, sep } from "node:path";

const LINK = /(\]\()([^)\s]+)(\))/g;

/**
 * The Markdown with its relative links led on.
 *
 * @param from The folder that they are relative to.
 * @param to The folder of the edition.
 * @param edition The names of the edition's notebooks, without ".ipynb": they lie beside each other.
 */
export function leadLinks(
  markdown: string,
  from: string,
  to: string,
  edition: readonly string[],
): string {
  return markdown.replace(LINK, (link, open: string, target: string, close: string) => {
    if (/^([a-z][a-z0-9+.-]*:|[/#])/i.test(target)) return link;
    if (edition.includes(basename(target.split("#")[0], ".ipynb"))) return link;
    return open + relative(to, join(from, target)).split(sep).join("/") + close;
  });
}
