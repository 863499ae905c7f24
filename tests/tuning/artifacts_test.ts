import { basename, dirname, join } from "node:path";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArtifactDirectory, createStudy, RandomSampler } from "two-layer-net/tuning";

async function withDir(body: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await body(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function files(dir: string): string[] {
  return [...Deno.readDirSync(dir)].flatMap(({ name, isDirectory }) =>
    isDirectory ? files(`${dir}/${name}`) : [`${dir}/${name}`]
  ).sort();
}

Deno.test("ArtifactDirectory keeps what the best trials handed over, and nothing else", () =>
  withDir(async (dir) => {
    const artifacts = new ArtifactDirectory(dir, { keep: 2 });
    const study = createStudy({ name: "a/b", artifacts, sampler: new RandomSampler() });
    const values = [3, 5, 1, NaN, 4, 2];
    await study.optimize((trial) => {
      trial.saveArtifact("weights.bin", Uint8Array.of(trial.number));
      trial.saveArtifact("notes.txt", new Uint8Array());
      return values[trial.number];
    }, { numTrials: 6 });
    const kept = [2, 5].flatMap((number) =>
      [".artifacts.json", "notes.txt", "weights.bin"].map((name) =>
        join(dirname(artifacts.path("a/b", number, "x")), name)
      )
    );
    assertEquals(files(dir), kept);
    assertEquals(Deno.readFileSync(artifacts.path("a/b", 5, "weights.bin")), Uint8Array.of(5));
  }));

Deno.test("a trial whose artifact cannot be written is not COMPLETE", () =>
  withDir(async (dir) => {
    await Deno.writeTextFile(`${dir}/study`, "in the way");
    const study = createStudy({ artifacts: new ArtifactDirectory(dir) });
    await assertRejects(() =>
      study.optimize((trial) => {
        trial.saveArtifact("weights.bin", new Uint8Array(1));
        return 1;
      }, { numTrials: 1 })
    );
    assertEquals(study.trials.map(({ state }) => state), ["WAITING"]);
  }));

Deno.test("ArtifactDirectory refuses to keep less than one trial's", () => {
  assertThrows(() => new ArtifactDirectory("dir", { keep: 0 }), RangeError, "Expected keep");
});

Deno.test("ArtifactDirectory lets lanes and processes clear away at the same time", () =>
  withDir(async (dir) => {
    const artifacts = new ArtifactDirectory(dir, { keep: 1 });
    const study = createStudy({ artifacts, direction: "maximize" });
    for (let n = 0; n < 20; n++) {
      await artifacts.write("study", n, "weights.bin", new Uint8Array(1));
      study.tell(study.ask(), n);
    }
    await Promise.all(Array.from({ length: 8 }, () => artifacts.keepBest(study)));
    assertEquals(files(dir), [
      `${dir}/study/trial-19/.artifacts.json`,
      artifacts.path("study", 19, "weights.bin"),
    ]);
  }));

/** Names that a file system takes for something else, or not at all. */
const NAMES = [
  "..",
  ".",
  "...",
  "../..",
  "a/b",
  "a\\b",
  "/etc",
  "~",
  "CON",
  "nul.txt",
  "grid.",
  "grid ",
  " grid",
  "Grid",
  "GRID",
  "grid",
  "my%20grid",
  "my grid",
  "a:b*c?",
  "名".repeat(28),
  "名".repeat(255),
  "𝒢".repeat(127),
  "\u00e9",
  "e\u0301",
  "x".repeat(255),
  "grid~0123456789abcdef",
  "constructor",
  "__proto__",
  "-",
];

Deno.test("every study has a folder of its own, whatever its name", () =>
  withDir(async (dir) => {
    const inner = `${dir}/inner`;
    await Deno.mkdir(`${dir}/trial-0`, { recursive: true });
    await Deno.writeTextFile(`${dir}/trial-0/weights.bin`, "a stranger's");
    const folders = new Set<string>();
    for (const name of NAMES) {
      const artifacts = new ArtifactDirectory(inner, { keep: 1 });
      const study = createStudy({ name, artifacts, direction: "maximize" });
      await study.optimize((trial) => {
        trial.saveArtifact("weights.bin", Uint8Array.of(trial.number));
        return trial.number;
      }, { numTrials: 2 });
      const path = artifacts.path(name, 1, "weights.bin");
      assertEquals(await Deno.readFile(path), Uint8Array.of(1));
      const folder = dirname(dirname(path));
      assertEquals(dirname(folder), inner);
      assert(new TextEncoder().encode(basename(folder)).length <= 128);
      folders.add(basename(folder).normalize("NFC").toLowerCase());
      assertEquals(files(folder).length, 2);
    }
    assertEquals(folders.size, NAMES.length);
    assertEquals(files(`${dir}/trial-0`), [`${dir}/trial-0/weights.bin`]);
  }));

Deno.test("a name that no study can have is refused before anything is made", () => {
  for (const name of ["", " ", "a\0b", "a\nb", "\ud800", "x".repeat(256)]) {
    assertThrows(() => createStudy({ name }), RangeError, "Expected name to be a name of 1 to 255");
    assertThrows(() => new ArtifactDirectory("d").path(name, 0, "w"), RangeError, "Expected study");
  }
});

Deno.test("an artifact's name is a plain file name", async () => {
  const trial = createStudy().ask();
  const artifacts = new ArtifactDirectory("not-made");
  const bad = ["", ".", "..", "../x", "a/b", "a\\b", ".hidden", "con", "NUL.bin", "x.", "x y"];
  for (const name of [...bad, "é", "x".repeat(129)]) {
    assertThrows(() => trial.saveArtifact(name, new Uint8Array()), RangeError, "plain file name");
    assertThrows(() => artifacts.path("study", 0, name), RangeError, "plain file name");
    await assertRejects(() => artifacts.write("study", 0, name, new Uint8Array()), RangeError);
  }
  assertThrows(() => artifacts.path("study", -1, "x"), RangeError, "Expected trial");
});

Deno.test("folders of earlier versions are found again", () =>
  withDir(async (dir) => {
    for (const name of ["grid", "My grid", "Grid", "a/b"]) {
      const path = `${dir}/${encodeURIComponent(name)}/trial-3/weights.safetensors`;
      await Deno.mkdir(dirname(path), { recursive: true });
      await Deno.writeTextFile(path, name);
      const artifacts = new ArtifactDirectory(dir);
      assertEquals(artifacts.path(name, 3, "weights.safetensors"), path);
    }
  }));

Deno.test("keepBest removes nothing that was not written by write", () =>
  withDir(async (dir) => {
    const artifacts = new ArtifactDirectory(dir, { keep: 1 });
    const study = createStudy({ artifacts, direction: "maximize" });
    const [mine, theirs] = [`${dir}/study/trial-0/notes.md`, `${dir}/study/trial-1/weights.bin`];
    for (const path of [mine, theirs]) {
      await Deno.mkdir(dirname(path), { recursive: true });
      await Deno.writeTextFile(path, "a stranger's");
    }
    await study.optimize((trial) => {
      if (trial.number !== 1) trial.saveArtifact("weights.bin", new Uint8Array(1));
      return trial.number;
    }, { numTrials: 3 });
    const [list, weights] = [".artifacts.json", "weights.bin"].map((name) =>
      `${dir}/study/trial-2/${name}`
    );
    assertEquals(files(dir), [mine, theirs, list, weights]);
  }));
