/**
 * The playground's files over HTTP.
 *
 * @module
 */

import { headersOf } from "./headers.ts";
import type { SiteFiles } from "./site.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  bin: "application/octet-stream",
};

/**
 * Answers requests from the files until the signal aborts.
 *
 * @param isolated Whether the answers let the page use threads.
 * @param onListen Told the page's address.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {DOMException} If the signal was aborted before.
 */
export async function serve(
  files: SiteFiles,
  { port, signal, isolated = true, onListen }: {
    port: number;
    signal: AbortSignal;
    isolated?: boolean;
    onListen: (url: string) => void;
  },
): Promise<void> {
  signal.throwIfAborted(); // Deno's server hears of what comes later alone
  const headers = headersOf(files, isolated);
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port,
    signal,
    onListen: (address) => onListen(`http://127.0.0.1:${address.port}/`),
  }, (request) => respond(files, request, headers));
  await server.finished;
}

function respond(
  files: SiteFiles,
  request: Request,
  headers: Readonly<Record<string, string>>,
): Response {
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead) {
    return new Response("", { status: 405, headers: { ...headers, allow: "GET, HEAD" } });
  }
  const name = new URL(request.url).pathname.slice(1) || "index.html", bytes = files.get(name);
  if (!bytes) return new Response("There is no such file.\n", { status: 404, headers });
  const type = TYPES[name.split(".").at(-1)!] ?? TYPES.bin;
  return new Response(request.method === "HEAD" ? null : bytes, {
    headers: {
      ...headers,
      "content-type": type,
      "content-length": String(bytes.length),
      "cache-control": "no-cache",
    },
  });
}
