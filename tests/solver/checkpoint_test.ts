import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  adam,
  CheckpointMismatchError,
  RandomState,
  saveWeights,
  sgd,
  Solver,
  type SolverOptions,
  TwoLayerNet,
  UnreadableCheckpointError,
} from "two-layer-net";
import { decodeSafetensors } from "../../lib/matrix/safetensors.ts";
import { listDir, withTempDir } from "../internal/testing.ts";
import { addNoise, clouds, digest, DROPOUT, EVERYTHING, longRun, SIZES } from "./long_run.ts";

/** Options of a run that the signal ends after `steps` steps. */
function endedAfter(steps: number): Pick<SolverOptions, "signal" | "callbacks"> {
  const controller = new AbortController();
  const onStep = ({ iteration }: { iteration: number }) => {
    if (iteration + 1 === steps) controller.abort();
  };
  return { signal: controller.signal, callbacks: [{ onStep }] };
}

async function trainAndDigest(options: Partial<SolverOptions>): Promise<string> {
  const { net, solver } = longRun(options);
  return digest(net.params, await solver.train());
}

Deno.test("a resumed run ends as one that never stopped, to the last bit", async () => {
  const none = { augment: undefined, ema: undefined, keepBest: false };
  const variants: Partial<SolverOptions>[] = [
    {},
    { ...none, sampling: "replacement" },
    { ...none, batchSize: 30 },
    { ...none, ema: { decay: 0.5 }, evaluateEvery: 3 },
    { ...none, sampling: "replacement", augment: addNoise, keepBest: true, epochs: 20 },
    { ...none, updateRule: adam() },
    { ...none, updateRule: undefined, schedule: (step) => 0.1 * Math.cos(step / 200) },
  ];
  for (const variant of variants) {
    const options = variant.epochs ? { ...variant, numIters: undefined } : variant;
    const whole = await trainAndDigest(options);
    await withTempDir(async (dir) => {
      const checkpoint = { path: `${dir}/run.safetensors`, resume: true };
      for (const stop of [1, 37, 100]) {
        await longRun({ ...options, checkpoint, ...endedAfter(stop) }).solver.train();
      }
      assertEquals(await trainAndDigest({ ...options, checkpoint }), whole);
      assertEquals(await trainAndDigest({ ...options, checkpoint }), whole); // at its end already
      assertEquals(listDir(dir), ["run.safetensors"]);
    });
  }
});

Deno.test("a run may go on for longer than it was made for", () =>
  withTempDir(async (dir) => {
    const checkpoint = { path: `${dir}/run.safetensors`, resume: true };
    const options = { sampling: "replacement", checkpoint } as const;
    await longRun({ ...options, numIters: 60 }).solver.train();
    assertEquals(
      await trainAndDigest({ ...options, numIters: 90 }),
      await trainAndDigest({ sampling: "replacement", numIters: 90 }),
    );
  }));

Deno.test("the file is written every so many steps, and begun anew without resume", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/run.safetensors`;
    for (const numIters of [45, 25]) {
      const written: (number | null)[] = [];
      const onStep = () => void written.push(stepIn(path));
      const checkpoint = { path, every: 10 };
      await longRun({ numIters, checkpoint, callbacks: [{ onStep }] }).solver.train();
      assertEquals([10, 19, 20].map((step) => written[step]), [10, 10, 20]);
      assertEquals([written.length, stepIn(path)], [numIters, numIters]);
    }
  }));

/** The number of steps that a checkpoint has made. */
function stepIn(path: string): number | null {
  try {
    const { metadata } = decodeSafetensors(Deno.readFileSync(path));
    return JSON.parse(metadata.state).step;
  } catch {
    return null;
  }
}

Deno.test("a checkpoint of another run is refused with what differs, and nothing changes", () =>
  withTempDir(async (dir) => {
    const checkpoint = { path: `${dir}/run.safetensors`, resume: true };
    await longRun({ checkpoint, ...endedAfter(20) }).solver.train();
    const refusals: [Partial<SolverOptions>, string][] = [
      [{ batchSize: 10 }, "batchSize: 16 there, 10 here"],
      [{ sampling: "replacement" }, "sampling: epochs there, replacement here"],
      [{ learningRate: 0.2 }, "learning rates so far: "],
      [{ updateRule: sgd() }, "update rule: sgd with momentum, SHA-256 "],
      [{ updateRule: sgd({ momentum: 0.9, nesterov: true }) }, "update rule: sgd with momentum"],
      [{ updateRule: adam() }, ", adam with "],
      [{ reg: 1 }, "reg: 0.000005 there, 1 here"],
      [{ ema: { decay: 0.9 } }, "ema.decay: 0.95 there, 0.9 here"],
      [{ ema: undefined, keepBest: false }, "0.95 there, none here; keepBest: true there, false"],
      [{ augment: undefined }, "augment: a function there, none here"],
      [{ evaluateEvery: 2 }, "evaluateEvery: 1 there, 2 here"],
      [{ numIters: 19 }, "steps: 20 there, 19 here"],
    ];
    for (const [options, message] of refusals) {
      const { net, rng, solver } = longRun({ checkpoint, ...options });
      const before = [net.params.W1.toArray(), rng.getState()];
      const train = () => solver.train();
      const { message: found } = await assertRejects(train, CheckpointMismatchError, message);
      assertEquals(found.startsWith(`The checkpoint ${checkpoint.path} is of another run: `), true);
      assertEquals([net.params.W1.toArray(), rng.getState()], before);
    }
  }));

Deno.test("other data and another net are refused too", () =>
  withTempDir(async (dir) => {
    const checkpoint = { path: `${dir}/run.safetensors`, resume: true };
    await longRun({ checkpoint, numIters: 1 }).solver.train();
    const data = clouds(), moved = data.XTrain.clone();
    moved.data[0] += 1e-9;
    const relabelled = Int32Array.from(data.yVal, (label) => (label + 1) % 3);
    const refusals: [object, object, string][] = [
      [{ XTrain: moved }, {}, "of another run: training data: 100 rows, SHA-256 "],
      [{ yVal: relabelled }, {}, "of another run: validation data: 60 rows, SHA-256 "],
      [{}, { dropout: { hidden: 0.3 } }, 'settings: {"dropout":{"input":0.1,"hidden":0.3},"label'],
      [{}, { hiddenSize: 8 }, "of another run: parameters: W1 4 x 16 float64, b1"],
    ];
    for (const [changedData, changedNet, message] of refusals) {
      const rng = new RandomState(3);
      const net = new TwoLayerNet({ ...SIZES, dropout: DROPOUT, rng, ...changedNet });
      const options = { ...EVERYTHING, rng, checkpoint };
      const solver = new Solver(net, { ...data, ...changedData }, options);
      await assertRejects(() => solver.train(), CheckpointMismatchError, message);
    }
  }));

Deno.test("files that are no checkpoints and places that cannot be written are refused", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/weights.safetensors`;
    await saveWeights(path, longRun().net);
    const resume = (path: string) => () =>
      longRun({ checkpoint: { path, resume: true } }).solver.train();
    const cannot = `The checkpoint ${path} cannot be resumed. Expected ${path} to `;
    const refuses = (reason: string) =>
      assertRejects(resume(path), UnreadableCheckpointError, cannot + reason);
    await refuses('be a "two-layer-net checkpoint 2" with a digest but found "other tensors"');
    await Deno.truncate(path, 100);
    await refuses("be a safetensors file but found a header of");
    const nowhere = `${dir}/no/run.safetensors`;
    await assertRejects(resume(nowhere), Error, `Cannot write ${nowhere}: the folder does not`);
  }));

Deno.test("a checkpoint with a flipped bit is refused, and nothing changes", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/run.safetensors`;
    const checkpoint = { path, resume: true };
    await longRun({ checkpoint, ...endedAfter(20) }).solver.train();
    const bytes = await Deno.readFile(path);
    const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const rng = new RandomState(0);
    const anywhere = (from: number, to: number, count: number) => [...rng.randint(from, to, count)];
    const bits = [...anywhere(0, 8 * header, 300), ...anywhere(8 * header, 8 * bytes.length, 300)];
    const { net, solver } = longRun({ checkpoint });
    const before = net.params.W1.toArray();
    for (const bit of bits) {
      await Deno.writeFile(path, bytes.with(bit >> 3, bytes[bit >> 3] ^ (1 << (bit & 7))));
      await assertRejects(() => solver.train(), UnreadableCheckpointError, path);
    }
    assertEquals(net.params.W1.toArray(), before);
    await Deno.writeFile(path, bytes);
    assertEquals((await solver.train()).lossHistory.length > 20, true);
  }));

const CHILD = new URL("./children/train.ts", import.meta.url).pathname;
const STEPS = 4000;

/** Trains in a process of its own; `onStep` may end it. Gives the last line that it printed. */
async function trainInProcess(
  path: string,
  onStep: (step: number, child: Deno.ChildProcess) => void = () => {},
): Promise<string> {
  const permissions = ["--allow-read", "--allow-write", "--allow-env"];
  const child = new Deno.Command("deno", {
    args: ["run", "--no-check", "--no-prompt", ...permissions, CHILD, path, `${STEPS}`],
    stdout: "piped",
  }).spawn();
  let rest = "", last = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      last = line;
      if (line.startsWith("step ")) onStep(Number(line.slice(5)), child);
    }
  }
  await child.status;
  return last;
}

/** Ends a process, once, after it has said that it made so many steps. */
function endAfter(steps: number, signal: Deno.Signal) {
  let [seen, ended] = [0, false];
  return (_: number, child: Deno.ChildProcess) => {
    if (ended || ++seen < steps) return;
    ended = true;
    child.kill(signal);
  };
}

Deno.test("training killed at random steps, and by Ctrl-C, ends with the same bits", () =>
  withTempDir(async (dir) => {
    const rng = new RandomState(0);
    const [whole, killed] = [`${dir}/whole.safetensors`, `${dir}/killed.safetensors`];
    for (let kill = 0; kill < 5; kill++) {
      const last = await trainInProcess(killed, endAfter(rng.randint(1, 200, 1)[0], "SIGKILL"));
      assertMatch(last, /^step \d+$/);
    }
    assertEquals(await trainInProcess(killed, endAfter(20, "SIGINT")), "stopped");
    const saved = stepIn(killed)!;
    assert(saved < STEPS, `${saved} steps`);
    const resumed: number[] = [];
    const digest = await trainInProcess(killed, (step) => void resumed.push(step));
    assertEquals([resumed[0], resumed.at(-1)], [saved, STEPS - 1]);
    assertMatch(digest, /^digest [0-9a-f]{64}$/);
    assertEquals(await trainInProcess(whole), digest);
  }));
