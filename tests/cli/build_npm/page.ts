/**
 * The package for browsers in a page of a real one.
 *
 * @module
 */

import type { Package } from "../../../lib/cli/build_npm/make_package.ts";
import { Browser } from "../../plotting/browser.ts";

const ISOLATED = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const PAGE = `<!doctype html><script type="module">
  const worker = new Worker("/worker.js", { type: "module" });
  const tell = (found) => fetch("/found", { method: "POST", body: JSON.stringify(found) });
  worker.onmessage = ({ data }) => tell(data);
  worker.onerror = ({ message }) => tell({ error: message ?? "the worker did not load" });
</script>`;

const worker = (threads: readonly number[]) => `
  import * as lib from "/browser/index.js";
  import { figures } from "/program.js";
  try {
    postMessage(await figures(lib, ${JSON.stringify(threads)}));
  } catch (error) {
    postMessage({ error: error.stack });
  }
`;

/** What the tests' program finds in a worker of a page, isolated from others or not. */
export async function figuresInChromium(
  { browser }: Package,
  { isolated, threads }: { isolated: boolean; threads: readonly number[] },
): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const script = { "content-type": "text/javascript" };
  const program = await Deno.readTextFile(new URL("program.js", import.meta.url));
  const answer = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname, headers = isolated ? ISOLATED : {};
    const reply = (body: BodyInit, type: Record<string, string> = script) =>
      new Response(body, { headers: { ...headers, ...type } });
    if (path === "/found") resolve(await request.json());
    if (path === "/") return reply(PAGE, { "content-type": "text/html" });
    if (path === "/worker.js") return reply(worker(threads));
    if (path === "/program.js") return reply(program);
    const file = browser.files.get(path.replace("/browser/", ""));
    return file ? reply(file as Uint8Array<ArrayBuffer>) : new Response(null, { status: 404 });
  };
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
  await using chromium = await Browser.start();
  await chromium.open(`http://127.0.0.1:${server.addr.port}/`);
  return await promise;
}
