/**
 * The files of the playground: its page, its programs, and the images.
 *
 * @module
 */

import { CIFAR_FILE } from "../../playground/assets.ts";
import { encodeDataset, type PlaygroundData } from "../../playground/dataset.ts";
import { bundle } from "../build_npm/bundle.ts";
import { headersOf } from "./headers.ts";

/** Files by name. */
export type SiteFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const ROOM = new URL("../../playground/", import.meta.url);

/** Files that are served as they are. */
const STATIC_FILES = ["index.html", "style.css", "icon.svg"];

/** All files of the site. */
export async function buildSite(images: PlaygroundData): Promise<SiteFiles> {
  const entries = { page: new URL("page.ts", ROOM), worker: new URL("worker.ts", ROOM) };
  const programs = await bundle({ entries, platform: "browser", minify: true });
  const files = new Map([...programs].map(([name, bytes]) => [name, bytes.slice()]));
  for (const name of STATIC_FILES) files.set(name, await Deno.readFile(new URL(name, ROOM)));
  files.set(CIFAR_FILE, encodeDataset(images));
  return files;
}

/** For hosts that read it (Netlify, Cloudflare Pages): the headers that let the page use threads. */
export function headersFile(files: SiteFiles): string {
  const lines = Object.entries(headersOf(files)).map(([name, value]) => `  ${name}: ${value}\n`);
  return `/*\n${lines.join("")}`;
}
