import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArtifactDirectory, createStudy, RandomSampler } from "two-layer-net";

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
      ["notes.txt", "weights.bin"].map((name) => artifacts.path("a/b", number, name))
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
    assertEquals(files(dir), [artifacts.path("study", 19, "weights.bin")]);
  }));
