/** What Node.js and Bun run in a folder where the package is installed, with the URL of a Redis; prints JSON. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assignment from "two-layer-net/assignment";
import * as lib from "two-layer-net";
import { EventLog } from "two-layer-net/formats";
import { createNetStudy, netPool, netSpace } from "two-layer-net/search";
import { loadNet, prepareImages, PRESETS, saveNet, trainNet } from "two-layer-net/training";
import { createStudy, JournalStorage, SqliteStorage, TpeSampler } from "two-layer-net/tuning";
import { figures } from "./program.js";

const [, , redis] = process.argv;

const folder = mkdtempSync(join(tmpdir(), "two-layer-net-"));

/** Files are written whole and read again. */
async function files() {
  const { net } = assignment.toyModel(), path = join(folder, "net.safetensors");
  await lib.saveWeights(path, net);
  await lib.saveWeights(path, net); // over the old one
  const { net: { params } } = await lib.loadWeights(path);
  const error = await lib.loadWeights(join(folder, "none")).catch(({ message }) => message);
  const missing = await lib.loadWeightsIfThere(join(folder, "none"));
  const log = new EventLog(join(folder, "log"));
  log.scalars({ loss: 1 }, 0);
  log[Symbol.dispose]();
  return {
    same: params.W1.data.every((value, i) => value === net.params.W1.data[i]),
    named: error.includes("none"),
    missing: missing ?? null,
    logs: readdirSync(join(folder, "log")).length,
    left: readdirSync(folder).filter((name) => name.includes(".tmp")),
    cifar10: await lib.getCifar10Data({ dir: folder }).catch(({ name }) => name),
  };
}

/** A study in a storage, gone on with by another. */
async function study(open) {
  const run = async (numTrials) => {
    const storage = open();
    const options = { name: "parabola", storage, sampler: new TpeSampler({ seed: 0 }) };
    const study = createStudy({ ...options, loadIfExists: true });
    await study.optimize((trial) => (trial.suggestFloat("x", -1, 1) - 0.5) ** 2, { numTrials });
    const { length } = study.trials;
    storage[Symbol.dispose]();
    return length;
  };
  return [await run(4), await run(6)];
}

/** Nets in workers, on images that they share. */
async function search() {
  const pixels = new Uint8Array(new SharedArrayBuffer(6));
  pixels.set([9, 0, 0, 0, 0, 9]);
  const images = new lib.ImageSet({ pixels, labels: Uint8Array.of(0, 1), height: 1, width: 1 });
  const base = { ...PRESETS.assignment, std: 0.1, batchSize: 2, numIters: 10 };
  const data = { XTrain: images, XVal: images };
  const search = { data, base, space: netSpace({ hiddenSize: [4, 8] }) };
  const study = createNetStudy(search), pool = netPool(search, { size: 2 });
  await study.optimize(pool, { numTrials: 4 });
  pool[Symbol.dispose]();
  return study.trials.map(({ state, value }) => [state, value]);
}

/** A net by its settings, to a file and back; whitening loads a package. */
async function settings() {
  const pixels = Uint8Array.from({ length: 8 * 12 }, (_, i) => (i * i) % 251);
  const X = new lib.ImageSet({ pixels, labels: new Uint8Array(8), height: 2, width: 2 });
  const small = { hiddenSize: 4, epochs: 1, batchSize: 4, dtype: "float64" };
  const settings = { ...PRESETS.quick, ...small };
  const backend = await lib.createBackend("wasm", { threads: 1 });
  const images = await prepareImages({ XTrain: X, XVal: X, XTest: X }, settings, { backend });
  const { net: { params } } = await trainNet(settings, images, { backend });
  const path = join(folder, "settings.safetensors");
  await saveNet(path, { params, settings, images });
  return [(await loadNet(path)).settings.hiddenSize, readFileSync(path).length > 0];
}

try {
  const result = {
    figures: await figures(lib, [1, 2]),
    files: await files(),
    study: await study(() => new SqliteStorage(join(folder, "studies.db"))),
    journal: redis ? await study(() => new JournalStorage(redis)) : null,
    search: await search(),
    settings: await settings(),
  };
  console.log(JSON.stringify(result));
} finally {
  rmSync(folder, { recursive: true });
}
