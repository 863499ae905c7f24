/** A fetch that nobody follows, in Deno's real kernel and outside. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { ProgressReport } from "../../lib/internal/progress.ts";
import { showFetch } from "../../lib/datasets/shown_fetch.ts";
import { Kernel } from "../../lib/jupyter/kernel/kernel.ts";
import type { Message } from "../../lib/jupyter/kernel/message.ts";
import { withTempDir } from "../internal/testing.ts";
import { makeArchive, md5 } from "./synthetic.ts";

const LIB = new URL("../../lib/datasets/", import.meta.url).href;
const SYNTHETIC = new URL("./synthetic.ts", import.meta.url).href;

/** A server that sends the bytes in twenty parts, one every 100 ms. */
function serveSlowly(bytes: Uint8Array): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    const part = Math.ceil(bytes.length / 20);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller): Promise<void> {
        await new Promise((resolve) => setTimeout(resolve, 100));
        controller.enqueue(bytes.slice(sent, sent += part));
        if (sent >= bytes.length) controller.close();
      },
    });
    return new Response(body, { headers: { "content-length": `${bytes.length}` } });
  });
}

Deno.test("in a notebook a download alone shows one bar with rate and time left", () =>
  withTempDir(async (dir) => {
    const bytes = await makeArchive();
    const server = serveSlowly(bytes);
    const url = `http://127.0.0.1:${server.addr.port}/synthetic.tar.gz`;
    const archive = { url, name: "synthetic.tar.gz", md5: md5(bytes), bytes: bytes.length };
    const kernel = await Kernel.start({ cwd: ".", env: { NO_COLOR: "1" } });
    const shown: { type: string; id: string; text: string; html: string }[] = [];
    try {
      const code = `
        const { showFetch } = await import("${LIB}shown_fetch.ts");
        const { fetchFiles } = await import("${LIB}fetch.ts");
        const { officialSource } = await import("${LIB}official_source.ts");
        const { FILES } = await import("${SYNTHETIC}");
        const source = officialSource(${JSON.stringify(archive)});
        await showFetch({}, (context) => fetchFiles(FILES, [source], {
          ...context,
          dir: ${JSON.stringify(dir)},
        }));`;
      const onOutput = ({ type, content }: Message) => {
        if (!/display_data/.test(type)) return;
        const { data, transient } = content as {
          data: Record<string, string>;
          transient: { display_id: string };
        };
        const [text, html] = [data["text/plain"], data["text/html"]];
        shown.push({ type, id: transient.display_id, text, html });
      };
      const { status } = await kernel.execute(code, { timeout: 60_000, onOutput });
      assertEquals(status, "ok");
    } finally {
      await kernel.shutdown();
      await server.shutdown();
    }
    assertEquals(shown.filter(({ type }) => type === "display_data").length, 1);
    assertEquals(new Set(shown.map(({ id }) => id)).size, 1);
    const moving = shown.filter(({ text }) => /%, .* MB, .* MB\/s, .* left/.test(text));
    assert(moving.length >= 3, JSON.stringify(shown.map(({ text }) => text)));
    assertMatch(moving[0].html, /<progress value="\d+" max="\d+"><\/progress> synthetic.tar.gz: /);
    assertEquals(shown.at(-1)?.text, "CIFAR-10 is complete, every digest verified");
  }));

Deno.test("outside a notebook it is lines on standard error, none where somebody listens", async () => {
  const printed: string[] = [];
  const { error } = console;
  console.error = (line: string) => printed.push(line);
  const report: ProgressReport = { label: "a", unit: "files", done: 1, total: 2, elapsed: 1 };
  try {
    for (const context of [{}, { onProgress: () => {} }]) {
      await showFetch(context, ({ onMessage, onProgress }) => {
        onMessage?.("Downloading a");
        onProgress?.(report); // too soon to be shown
        return Promise.resolve();
      });
    }
  } finally {
    console.error = error;
  }
  assertEquals(printed, ["Downloading a"]);
});
