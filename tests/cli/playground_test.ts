import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { serve } from "../../lib/cli/playground/serve.ts";
import { headersFile } from "../../lib/cli/playground/site.ts";
import { defaultCifar10Dir } from "../../lib/datasets/cifar10_files.ts";
import { decodeDataset } from "../../lib/playground/dataset.ts";
import { withTempDir } from "../internal/testing.ts";

const ROOT = new URL("../../", import.meta.url);

/** Runs the command as its task does. */
async function playground(
  ...args: string[]
): Promise<{ code: number; out: string; error: string }> {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "-P=playground",
      "lib/cli/playground/playground.ts",
      ...args,
    ],
    cwd: ROOT,
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
}

Deno.test("without the images the command says how to get them", () =>
  withTempDir(async (dir) => {
    const { code, error } = await playground("--dir", dir, "--out", `${dir}/site`);
    assertEquals(code, 1);
    assertStringIncludes(error, "data_batch_1.bin");
    assertStringIncludes(error, "deno task data");
  }));

Deno.test("bad options are refused by name", async () => {
  for (const [option, value] of [["--port", "70000"], ["--training", "0"], ["--out", " "]]) {
    const { code, error } = await playground(option, value);
    assertEquals([option, code], [option, 2]);
    assertStringIncludes(error, option);
  }
});

const hasData = await Deno.stat(`${defaultCifar10Dir()}/data_batch_1.bin`).then(
  () => true,
  () => false,
);

Deno.test(
  { name: "the page is written as files, and an older page's go", ignore: !hasData },
  () =>
    withTempDir(async (dir) => {
      await Deno.writeTextFile(`${dir}/chunk-OLD.js`, "");
      const args = ["--out", dir, "--training", "30", "--validation", "20"];
      const { code, out, error } = await playground(...args);
      assertEquals([code, error], [0, ""]);
      const names = Array.from(Deno.readDirSync(dir), ({ name }) => name).sort();
      assertEquals(out, `Wrote ${names.length} files to ${dir}\n`);
      const whole = [
        "_headers",
        "cifar10.bin",
        "icon.svg",
        "index.html",
        "page.js",
        "style.css",
        "worker.js",
      ];
      assertEquals(names.filter((name) => !name.startsWith("chunk-")), whole);
      assertEquals(names.includes("chunk-OLD.js"), false);
      const { XTrain, XVal, samples } = decodeDataset(await Deno.readFile(`${dir}/cifar10.bin`));
      assertEquals([XTrain.rows, XVal.rows], [30, 20]);
      assertEquals([...samples.labels], [...Array(10).keys(), ...Array(10).keys()]);
      // The page without the library: a reader on a slow network waits for the images alone.
      assert((await Deno.stat(`${dir}/page.js`)).size < 60_000);
    }),
);

Deno.test("a port that is taken is named", { ignore: !hasData }, async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  const { code, error } = await playground(
    "--port",
    `${port}`,
    "--training",
    "30",
    "--validation",
    "20",
  );
  assertEquals([code, error], [1, `error: Port ${port} is taken; --port 0 finds a free one\n`]);
});

/** A site of two files. */
const FILES = new Map(
  Object.entries({
    "index.html": `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`,
    "a.js": "let a;",
  }).map(([name, text]) => [name, new TextEncoder().encode(text)]),
);

Deno.test("the server gives the files, their types and the page's policy, and nothing else", async () => {
  const stop = new AbortController(), listening = Promise.withResolvers<string>();
  const served = serve(FILES, { port: 0, signal: stop.signal, onListen: listening.resolve });
  const url = await listening.promise;
  const answer = async (path: string, method = "GET") => {
    const response = await fetch(`${url}${path}`, { method });
    return { response, text: await response.text() };
  };
  const page = await answer(""), program = await answer("a.js?v=1");
  assertStringIncludes(page.text, "default-src");
  assertEquals(program.text, "let a;");
  assertEquals(program.response.headers.get("content-type"), "text/javascript; charset=utf-8");
  const { headers } = page.response;
  assertEquals(
    headers.get("content-security-policy"),
    "default-src 'none'; frame-ancestors 'none'",
  );
  assertEquals(headers.get("cross-origin-embedder-policy"), "require-corp");
  assertEquals((await answer("../deno.json")).response.status, 404);
  assertEquals((await answer("b.js")).response.status, 404);
  assertEquals((await answer("a.js", "POST")).response.status, 405);
  assertEquals((await answer("a.js", "HEAD")).text, "");
  stop.abort();
  await served;
});

Deno.test("a Ctrl-C that came before the server keeps it from starting", async () => {
  const onListen = () => assert(false, "it listens");
  const served = () => serve(FILES, { port: 0, signal: AbortSignal.abort(), onListen });
  await assertRejects(served, DOMException);
});

Deno.test("the file of headers says the same to web hosts", () => {
  const lines = headersFile(FILES).split("\n");
  assertEquals(lines[0], "/*");
  assertEquals(lines.includes("  cross-origin-opener-policy: same-origin"), true);
});
