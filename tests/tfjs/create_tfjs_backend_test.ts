import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { Matrix } from "two-layer-net";
import { createTfjsBackend } from "two-layer-net/tfjs";
import { selfTest } from "../../lib/tfjs/self_test.ts";
import { BACKENDS } from "./testing.ts";

/** Runs a module in a process of its own. */
async function run(code: string, flags: string[], env: Record<string, string> = {}) {
  const child = new Deno.Command("deno", {
    args: ["run", "--no-prompt", "--no-check", "--config=deno.json", ...flags, "-"],
    env: { ...env, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(code));
  await writer.close();
  const { stdout, stderr, success } = await child.output();
  const decoder = new TextDecoder();
  return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function start(name: string): string {
  return `import { createTfjsBackend } from "two-layer-net/tfjs";
    console.log((await createTfjsBackend("${name}")).description);`;
}

Deno.test("a backend is started once, and says what it is", async () => {
  for (const { name } of BACKENDS.filter(({ ignore }) => !ignore)) {
    const backend = await createTfjsBackend(name);
    assert(backend === await createTfjsBackend(name));
    assertMatch(backend.description, new RegExp(`^tfjs:${name}: TensorFlow.js 4.22.0, .+`));
  }
  await assertRejects(
    () => createTfjsBackend("webgl" as "wasm"),
    RangeError,
    'Expected backend to be one of "cpu", "wasm", "webgpu" but found "webgl"',
  );
});

Deno.test("cpu and wasm start without the network, and print nothing of their own", async () => {
  for (const name of ["cpu", "wasm"]) {
    const { stdout, stderr } = await run(start(name), ["--allow-read", "--deny-net"]);
    assertEquals(stderr, "");
    assertMatch(stdout, new RegExp(`^tfjs:${name}: .+\n$`));
  }
});

Deno.test("wasm without the permission to read its binary is refused with what to do", async () => {
  const { stderr } = await run(start("wasm"), []);
  assertMatch(stderr, /Cannot start tfjs:wasm: Requires read access to ".*--allow-read/);
});

Deno.test("webgpu without an adapter is refused with what to do", async () => {
  const foreign = Deno.build.os === "windows" ? "metal" : "dx12";
  const { stderr } = await run(start("webgpu"), [], { DENO_WEBGPU_BACKEND: foreign });
  assertStringIncludes(
    stderr,
    "Cannot start tfjs:webgpu: this machine has no WebGPU adapter. Install the graphics card's " +
      "Vulkan driver (without a card, Debian's mesa-vulkan-drivers), or use tfjs:wasm",
  );
});

/** What a module and its imports load when they run; what is imported for its types alone is not. */
async function loadedBy(path: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("deno", { args: ["info", "--json", path] }).output();
  const { roots, modules } = JSON.parse(new TextDecoder().decode(stdout));
  const loaded = new Set<string>(roots);
  for (const specifier of loaded) {
    const module = modules.find((module: { specifier: string }) => module.specifier === specifier);
    for (const { code } of module?.dependencies ?? []) {
      if (code?.specifier) loaded.add(code.specifier);
    }
  }
  return [...loaded];
}

Deno.test("the tfjs entry alone loads, and so fetches, anything of TensorFlow.js", async () => {
  const { exports } = JSON.parse(await Deno.readTextFile("deno.json"));
  const loading = [];
  for (const [entry, path] of Object.entries<string>(exports)) {
    const loaded = await loadedBy(path);
    assert(loaded.some((specifier) => specifier.endsWith(path.slice(1))), path);
    if (loaded.some((specifier) => /npm:.*tensorflow/.test(specifier))) loading.push(entry);
  }
  assertEquals(loading, ["./tfjs"]);
});

Deno.test("the backends' packages extend the classes of the one package that is loaded", () => {
  for (const Backend of [BackendWasm, WebGPUBackend]) {
    assert(Backend.prototype instanceof tf.KernelBackend, Backend.name);
  }
});

for (const kernelName of ["BatchMatMul", "Softmax", "Step", "Transpose"]) {
  Deno.test(`the self-test refuses a backend whose ${kernelName} is wrong`, async () => {
    const backend = await createTfjsBackend("cpu");
    const kernel = tf.getKernel(kernelName, "cpu");
    const zeros: tf.KernelFunc = (args) => {
      const result = kernel.kernelFunc(args) as tf.TensorInfo;
      (tf.backend() as tf.KernelBackend & { data: tf.DataStorage<{ values: Float32Array }> })
        .data.get(result.dataId).values = new Float32Array(tf.util.sizeFromShape(result.shape));
      return result;
    };
    tf.unregisterKernel(kernelName, "cpu");
    tf.registerKernel({ kernelName, backendName: "cpu", kernelFunc: zeros });
    try {
      await assertRejects(() => selfTest(backend), Error, "on tfjs:cpu: TensorFlow.js 4.22.0");
    } finally {
      tf.unregisterKernel(kernelName, "cpu");
      tf.registerKernel(kernel);
    }
    await selfTest(backend);
  });
}

Deno.test("a lost webgpu device is reported; a new backend takes its place", {
  ignore: BACKENDS.some(({ name, ignore }) => name === "webgpu" && ignore),
}, async () => {
  const backend = await createTfjsBackend("webgpu");
  const m = backend.from(Matrix.zeros(50, 50)); // Less would stay in ordinary memory.
  backend.addScaled(1, m, m);
  (tf.backend() as WebGPUBackend).device.destroy();
  await assertRejects(
    () => m.read(),
    Error,
    'Make a new backend with createTfjsBackend("webgpu"), and new nets, from saved weights',
  );
  assert(backend.failed);
  const next = await createTfjsBackend("webgpu");
  using again = next.from(Matrix.from([[3, 4]]));
  assertEquals((await again.read()).toArray(), [[3, 4]]);
});
