import { assert, assertEquals } from "@std/assert";
import { RandomState } from "two-layer-net";
import { type FrozenTrial, JournalStorage, loadStudy, SqliteStorage } from "two-layer-net/tuning";

const CHILD = new URL("./children/run_grid.ts", import.meta.url).pathname;

/** A process that runs the study, and the trials that it said are finished. */
class Child {
  readonly finished: number[] = [];
  readonly #process: Deno.ChildProcess;
  readonly #ready = Promise.withResolvers<void>();
  readonly #read: Promise<void>;

  constructor(path: string, points: number) {
    this.#process = new Deno.Command("deno", {
      args: ["run", "--no-check", "--allow-read", "--allow-write", CHILD, path, `${points}`],
      stdout: "piped",
    }).spawn();
    this.#read = this.#readLines();
  }

  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  kill(): void {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has just finished by itself.
    }
  }

  async ended(): Promise<void> {
    await this.#process.status;
    await this.#read;
  }

  async #readLines(): Promise<void> {
    let text = "";
    for await (const chunk of this.#process.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (text + chunk).split("\n");
      text = lines.pop()!;
      for (const line of lines) {
        if (line === "ready") this.#ready.resolve();
        else this.finished.push(Number(line.replace("finished ", "")));
      }
    }
    this.#ready.resolve();
  }
}

async function withFile(ending: string, body: (path: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await body(`${dir}/studies${ending}`);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function runToEnd(path: string, points: number): Promise<Child> {
  const child = new Child(path, points);
  await child.ended();
  return child;
}

function readTrials(path: string): FrozenTrial[] {
  const Persistent = path.endsWith(".log") ? JournalStorage : SqliteStorage;
  using storage = new Persistent(path);
  return loadStudy({ name: "grid", storage }).trials;
}

/** The trials without what differs from run to run: the clock and the number of attempts. */
function results(trials: FrozenTrial[]): unknown[] {
  return trials.map(({ startedAt: _, finishedAt: __, attempts: ___, proposal: ____, ...rest }) =>
    rest
  );
}

for (const ending of [".db", ".log"]) {
  Deno.test(`a study in ${ending} survives twenty kills: no finished trial is lost or done twice`, async () => {
    const points = 80;
    const rng = new RandomState(0);
    await withFile(ending, async (path) => {
      const finished: number[] = [];
      let interrupted = 0;
      for (let kill = 0; kill < 20; kill++) {
        const child = new Child(path, points);
        await child.ready;
        await new Promise((resolve) => setTimeout(resolve, rng.randint(0, 40, 1)[0]));
        child.kill();
        await child.ended();
        finished.push(...child.finished);
        const trials = readTrials(path);
        for (const number of finished) assertEquals(trials[number].state, "COMPLETE");
        interrupted += trials.filter(({ state }) => state === "RUNNING").length;
      }
      assert(interrupted >= 5, `${interrupted} trials were interrupted`);
      finished.push(...(await runToEnd(path, points)).finished);
      assertEquals(new Set(finished).size, finished.length);
      const survived = readTrials(path);
      assertEquals(survived.map(({ state }) => state), Array(points).fill("COMPLETE"));
      await withFile(ending, async (other) => {
        await runToEnd(other, points);
        assertEquals(results(survived), results(readTrials(other)));
      });
    });
  });

  Deno.test(`processes share a study in ${ending}: each trial is done by one, once`, async () => {
    await withFile(ending, async (path) => {
      const children = [1, 2, 3].map(() => new Child(path, 60));
      await children[0].ready;
      children[0].kill();
      await Promise.all(children.map((child) => child.ended()));
      await runToEnd(path, 60);
      const trials = readTrials(path);
      assertEquals(
        trials.map(({ state, params }) => [state, params.x]),
        trials.map(({ number }) => ["COMPLETE", number]),
      );
      const shares = children.map(({ finished }) => finished);
      assertEquals(new Set(shares.flat()).size, shares.flat().length);
      assert(shares[1].length > 0 && shares[2].length > 0);
    });
  });
}
