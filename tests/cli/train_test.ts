/** `deno task train` as a user runs it: a process of its own, on real CIFAR-10. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fetchCifar10, loadWeights } from "two-layer-net";

const TRAIN = new URL("../../lib/cli/train/train.ts", import.meta.url).pathname;

function command(args: string[]): Deno.Command {
  const permissions = ["--allow-read", "--allow-write", "--allow-run=deno", "--allow-env"];
  return new Deno.Command("deno", {
    args: ["run", "--no-prompt", ...permissions, TRAIN, ...args],
    stdout: "piped",
    stderr: "piped",
  });
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await command(args).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the log begins as the original's, and the weights are saved", () =>
  withFolder(async (folder) => {
    await fetchCifar10({ onMessage: console.log });
    const path = `${folder}/weights.safetensors`;
    const { code, out, err } = await run("--iterations", "101", "--backend", "wasm", "--out", path);
    assertEquals(code, 0);
    for (const line of err.trim().split("\n")) assertMatch(line, /^(training: \d+ %|wasm: )/);
    assertStringIncludes(
      out,
      `Train data shape: (49000, 3072)
Train labels shape: (49000,)
Validation data shape: (1000, 3072)
Validation labels shape: (1000,)
Test data shape: (1000, 3072)
Test labels shape: (1000,)
iteration 0 / 101: loss 2.302954
iteration 100 / 101: loss 2.302550
`,
    );
    assertMatch(
      out,
      /Weights saved to .+\nValidation accuracy: {2}0\.\d+\nTest accuracy: {2}0\.\d+\n/,
    );
    const { net, meanImage, metadata } = await loadWeights(path);
    assertEquals([net.inputSize, net.hiddenSize, meanImage?.length], [3072, 50, 3072]);
    assertEquals(JSON.parse(metadata.settings).learningRate, 1e-4);
  }));

Deno.test("a net is saved as ONNX, and its run logged for TensorBoard", () =>
  withFolder(async (folder) => {
    await fetchCifar10({ onMessage: console.log });
    const files = ["--out", `${folder}/net.onnx`, "--logdir", `${folder}/logs/run`];
    const { code, out } = await run("--iterations", "20", "--backend", "wasm", ...files);
    assertEquals(code, 0);
    assertStringIncludes(out, `Weights saved to ${folder}/net.onnx`);
    assertEquals((await Deno.readFile(`${folder}/net.onnx`))[0], 8);
    const [log] = Deno.readDirSync(`${folder}/logs/run`);
    const text = new TextDecoder("latin1").decode(
      await Deno.readFile(`${folder}/logs/run/${log.name}`),
    );
    for (const part of ["brain.Event:2", "loss", "accuracy/validation", "PNG", "learningRate"]) {
      assertStringIncludes(text, part);
    }
  }));

Deno.test("Ctrl-C ends training at once and keeps the weights", () =>
  withFolder(async (folder) => {
    await fetchCifar10({ onMessage: console.log });
    const path = `${folder}/weights.safetensors`;
    const child = command(["--iterations", "1000000", "--out", path, "--seed", "1"]).spawn();
    let out = "", interrupted = NaN;
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      out += text;
      if (!out.includes("iteration 0") || interrupted) continue;
      interrupted = performance.now();
      child.kill("SIGINT");
    }
    const { code } = await child.status;
    await child.stderr.cancel();
    assertEquals(code, 130);
    assertMatch(out, /Stopped after (1 iteration|\d+ iterations)\.\nWeights saved to /);
    const { metadata } = await loadWeights(path);
    assert(Number(metadata.iterations) > 0);
  }));

Deno.test("bad options are refused by name, before anything runs", async () => {
  const refusals: [string[], string][] = [
    [["--learning-rat", "1"], "unknown option '--learning-rat'"],
    [
      ["--learning-rate", "fast"],
      "'fast' is invalid. Expected learningRate to be a finite number of at least 0",
    ],
    [["--learning-rate", "-1"], "argument '-1' is invalid"],
    [
      ["--hidden-size", "0"],
      "'--hidden-size <units>' argument '0' is invalid. Expected",
    ],
    [["--batch-size", "1.5"], "'--batch-size <images>' argument '1.5' is invalid"],
    [["--seed", "4294967296"], "an integer from 0 to 4294967295"],
    [["--backend", "cuda"], "'--backend <name>' argument 'cuda' is invalid. Allowed choices are"],
    [["--dtype", "float16"], "'float16' is invalid. Expected dtype to be one of"],
    [
      ["--training", "50000"],
      "Expected numTraining + numValidation to be an integer from 1 to 50000",
    ],
    [["--out", "no/such/w.safetensors"], "Cannot write no/such/w.safetensors: the folder does not"],
    [["--preset", "worst"], "Allowed choices are assignment, quick, best, long"],
    [["--preset", "best", "--preparation", "pca"], 'Expected patchSize beside "pca" to be 0'],
    [
      ["--preset", "best", "--preparation", "pca", "--patch-size", "0"],
      'Expected flip beside "pca" to be 0',
    ],
    [["--settings", "no.json"], "no.json"],
    [["--settings", "deno.json"], "deno.json: Unknown option"],
    [["--preset", "best", "--out", "no/such/w.safetensors"], "the folder does not"],
    [["--dir", "no/such"], 'Run "deno task data --dir no/such" to fetch it'],
    [["stray"], "too many arguments"],
  ];
  for (const [args, message] of refusals) {
    const { code, out, err } = await run(...args);
    assertStringIncludes(err, message);
    assert(code === 1 || code === 2, `${args}: exit code ${code}`);
    assertEquals(out, "");
  }
});

Deno.test("--help lists every option with its default", async () => {
  const { code, out } = await run("--help");
  assertEquals(code, 0);
  for (
    const text of ["--hidden-size <units>", "(assignment: 50)", "--out <file>", "Network:", "Data:"]
  ) {
    assertStringIncludes(out, text);
  }
});

Deno.test("a damaged checkpoint is named before any work, and --restart moves it aside", () =>
  withFolder(async (folder) => {
    const path = `${folder}/net.safetensors.checkpoint`;
    const args = ["--preset", "quick", "--out", `${folder}/net.safetensors`, "--dir", folder];
    for (const aside of ["old", "old-2"]) {
      await Deno.writeTextFile(path, "no checkpoint");
      const damaged = await run(...args);
      assertStringIncludes(damaged.err, `The checkpoint ${path} cannot be resumed. Expected`);
      assertStringIncludes(
        damaged.err,
        "With --restart the command moves it aside and begins anew.",
      );
      assertEquals([damaged.code, await Deno.readTextFile(path)], [1, "no checkpoint"]);
      const { code, err } = await run(...args, "--restart"); // as far as the missing data
      assertStringIncludes(err, `Moved ${path} to ${path}.${aside}`);
      assertEquals(code, 1);
      assertEquals(await Deno.readTextFile(`${path}.${aside}`), "no checkpoint");
    }
  }));
