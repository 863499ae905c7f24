/**
 * Images and links of a notebook, seen from its page.
 *
 * @module
 */

import { dirname, extname, relative, resolve, sep } from "node:path";
import type { References } from "./sanitize.ts";

/** Where a page comes from and where it goes. */
export interface PagePlace {
  /** The notebook's path. */
  readonly notebook: string;
  /** The page's path. */
  readonly page: string;
  /** The pages' paths by their notebooks': of all that are exported together. */
  readonly pages: ReadonlyMap<string, string>;
}

/** A Markdown cell's files, by their names: each by MIME type, in base64. */
export type Attachments = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const IMAGE_TYPES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
  ".avif": "image/avif",
};

/** Images embedded, links to notebooks turned to their pages, others led on from the page. */
export function pageReferences(
  place: PagePlace | undefined,
  attachments: Attachments = {},
): References {
  return {
    image: (source) => {
      if (/^data:image\//i.test(source)) return source;
      if (source.startsWith("attachment:")) return attached(source, attachments);
      return place === undefined || !isPath(source) ? undefined : embedded(source, place);
    },
    link: (target) => place === undefined || !isPath(target) ? target : led(target, place),
  };
}

/** Whether it names a file beside the notebook: no scheme, no host, no mere fragment. */
function isPath(reference: string): boolean {
  return reference !== "" && !/^([a-z][a-z0-9+.-]*:|[/\\#?])/i.test(reference);
}

function attached(source: string, attachments: Attachments): string | undefined {
  const name = decoded(source.slice("attachment:".length));
  const [type, data] = Object.entries(attachments[name] ?? {})[0] ?? [];
  if (type === undefined || !type.startsWith("image/")) return undefined;
  return `data:${type};base64,${String(data).replaceAll(/\s/g, "")}`;
}

function embedded(source: string, { notebook }: PagePlace): string | undefined {
  const path = resolve(dirname(notebook), decoded(source.split(/[?#]/)[0]));
  const type = IMAGE_TYPES[extname(path).toLowerCase()];
  if (type === undefined) return undefined;
  try {
    return `data:${type};base64,${Deno.readFileSync(path).toBase64()}`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function led(target: string, { notebook, page, pages }: PagePlace): string {
  const [, path, rest] = /^([^?#]*)(.*)$/s.exec(target)!;
  const file = resolve(dirname(notebook), decoded(path));
  const goal =
    new Map(Array.from(pages, (pair) => pair.map((name) => resolve(name)) as typeof pair))
      .get(file) ?? file;
  const steps = relative(dirname(resolve(page)), goal).split(sep);
  return steps.map(encodeURIComponent).join("/") + rest;
}

/** Without percent signs, as far as they make sense. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
