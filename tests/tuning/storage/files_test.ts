import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  createStudy,
  DatabaseLostError,
  loadStudy,
  SqliteStorage,
  type Study,
  weightsDir,
} from "two-layer-net/tuning";
import { listDir, withTempDir } from "../../internal/testing.ts";

const LOOK = new URL("./children/look.ts", import.meta.url).pathname;

async function finishOne(study: Study): Promise<void> {
  await study.optimize((trial) => trial.suggestFloat("x", 0, 1), { numTrials: 1 });
}

function completeTrials(path: string): number {
  using storage = new SqliteStorage(path, { readOnly: true });
  return loadStudy({ name: "study", storage }).getTrials(["COMPLETE"]).length;
}

Deno.test("SqliteStorage takes files only, no URIs", () => {
  for (
    const path of ["file:x?mode=memory", "file::memory:", "file:///x.db", ":memory:", "", "a\0"]
  ) {
    for (const readOnly of [false, true]) {
      const open = () => new SqliteStorage(path, { readOnly });
      assertThrows(open, RangeError, "Expected path to be a file");
    }
  }
  const open = () => new SqliteStorage("file:x?mode=memory");
  assertThrows(open, RangeError, "not a URI (./file:x?mode=memory is a file)");
  assertThrows(() => new SqliteStorage("redis://host"), RangeError, "not a URI");
});

Deno.test("the weights of studies in Redis have a folder of this machine for each of its databases", () => {
  const nameOf = (url: string) => weightsDir(url).split("/").slice(-2).join("/");
  assertEquals(nameOf("redis://:secret@host.example"), "studies/redis-host.example-6379.weights");
  assertEquals(nameOf("rediss://127.0.0.1:6380/0"), "studies/redis-127.0.0.1-6380.weights");
  assertEquals(nameOf("redis://[::1]:6379/12"), "studies/redis-1-6379-12.weights");
  assertThrows(() => weightsDir("redis://host/x"), RangeError, "Expected the URL of Redis to be");
});

Deno.test("looking at a database writes nothing, neither to it nor beside it", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/studies%20#1?.db`;
    {
      using storage = new SqliteStorage(path);
      await finishOne(createStudy({ storage }));
    }
    const bytes = Deno.readFileSync(path);
    using storage = new SqliteStorage(path, { readOnly: true });
    assertEquals(storage.getTrials("study").length, 1);
    assertThrows(() => storage.startTrial("study"), Error, "was opened to be read only");
    assertThrows(() => createStudy({ name: "other", storage }), Error, "to be read only");
    assertEquals(createStudy({ storage, loadIfExists: true }).bestTrial.number, 0);
    assertEquals([listDir(dir), Deno.readFileSync(path)], [["studies%20#1?.db"], bytes]);
  }));

Deno.test("an empty file has no studies, and stays empty", () =>
  withTempDir((dir) => {
    Deno.writeFileSync(`${dir}/empty.db`, new Uint8Array());
    using storage = new SqliteStorage(`${dir}/empty.db`, { readOnly: true });
    assertEquals([storage.getStudies(), storage.damage], [[], []]);
    assertThrows(() => storage.getTrials("study"), Error, "there is none");
    assertEquals(Deno.statSync(`${dir}/empty.db`).size, 0);
    const absent = () => new SqliteStorage(`${dir}/absent.db`, { readOnly: true });
    assertThrows(absent, Error, `There is no study database ${dir}/absent.db`);
    assertEquals(listDir(dir), ["empty.db"]);
  }));

Deno.test("a view that was opened first sees what is written later", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/studies.db`;
    Deno.writeFileSync(path, new Uint8Array());
    using view = new SqliteStorage(path, { readOnly: true });
    assertEquals(view.getStudies(), []);
    {
      using storage = new SqliteStorage(path);
      const study = createStudy({ storage });
      for (let count = 1; count <= 3; count++) {
        await finishOne(study);
        assertEquals(view.getTrials("study", ["COMPLETE"]).length, count);
      }
    }
    assertEquals(view.getTrials("study").length, 3);
  }));

/** Whether this system lets us mount a folder read-only, which stops root too. */
function canMount(): boolean {
  if (Deno.build.os !== "linux") return false;
  const { success } = new Deno.Command("sh", { args: ["-c", "unshare -rm true"] }).outputSync();
  return success;
}

for (const state of ["closed", "killed"]) {
  Deno.test({
    name: `a ${state} database on a read-only file system can be looked at`,
    ignore: !canMount(),
    fn: () =>
      withTempDir(async (dir) => {
        const path = `${dir}/studies.db`;
        const storage = new SqliteStorage(path);
        await finishOne(createStudy({ storage }));
        if (state === "closed") storage[Symbol.dispose]();
        else {
          // What a killed process leaves: the last trial in the log only.
          await finishOne(createStudy({ storage, loadIfExists: true }));
          await Deno.mkdir(`${dir}/left`);
          for (const end of ["", "-wal"]) {
            await Deno.copyFile(`${path}${end}`, `${dir}/left/studies.db${end}`);
          }
          storage[Symbol.dispose]();
        }
        const folder = state === "closed" ? dir : `${dir}/left`;
        const script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && ' +
          '! touch "$1/new" 2>/dev/null && exec deno run --no-check -A "$2" "$1/studies.db"';
        const { stdout, stderr } = await new Deno.Command("sh", {
          args: ["-c", 'exec unshare -rm sh -c "$@"', "sh", script, "sh", folder, LOOK],
        }).output();
        const text = new TextDecoder().decode(stdout);
        const expected = state === "closed" ? "1 trials\n" : "2 trials\n";
        assertEquals(text, expected, new TextDecoder().decode(stderr));
      }),
  });
}

Deno.test("a database is one, by whatever link it is reached", () =>
  withTempDir(async (dir) => {
    const [path, link, later] = [`${dir}/real/studies.db`, `${dir}/link.db`, `${dir}/later.db`];
    await Deno.mkdir(`${dir}/folder`);
    await Deno.symlink(`${dir}/real`, `${dir}/alias`);
    await Deno.symlink("real/studies.db", link);
    using storage = new SqliteStorage(link); // made through the link
    assert(Deno.statSync(path).isFile);
    const study = createStudy({ storage });
    assertEquals(study.ask().number, 0);
    for (const other of [path, link, `${dir}/alias/studies.db`, `${dir}/folder/../link.db`]) {
      using again = new SqliteStorage(other);
      // The first trial is running: it is not taken over.
      assertEquals(loadStudy({ name: "study", storage: again }).ask().number > 0, true, other);
    }
    assertEquals(study.getTrials(["RUNNING"]).map(({ number }) => number)[0], 0);
    assertEquals(listDir(dir), ["alias", "folder", "link.db", "real"]);
    assertEquals(weightsDir(link), `${Deno.realPathSync(dir)}/real/studies.weights`);
    assertEquals(weightsDir(path), `${dir}/real/studies.weights`);
    assertEquals(weightsDir(later), `${dir}/later.weights`);
  }));

for (
  const [what, lose] of [
    ["deleted", (path: string) => Deno.removeSync(path)],
    ["replaced by another file", (path: string) => {
      Deno.copyFileSync(path, `${path}.copy`);
      Deno.renameSync(`${path}.copy`, path);
    }],
  ] as const
) {
  Deno.test({
    name: `a database that is ${what} during a run ends it, saying what is lost`,
    ignore: Deno.build.os === "windows",
    fn: () =>
      withTempDir(async (dir) => {
        const path = `${dir}/studies.db`;
        using storage = new SqliteStorage(path);
        const study = createStudy({ storage });
        const run = study.optimize((trial) => {
          if (trial.number === 2) lose(path);
          return trial.suggestFloat("x", 0, 1);
        }, { numTrials: 5 });
        const error = await assertRejects(() => run, DatabaseLostError, `${path} was ${what}`);
        assert(error.message.includes("the 2 trials that this run finished"), error.message);
      }),
  });
}

Deno.test("a copy of the file alone has the finished trials while the run goes on", () =>
  withTempDir(async (dir) => {
    const [path, copy] = [`${dir}/studies.db`, `${dir}/copy.db`];
    using storage = new SqliteStorage(path);
    const study = createStudy({ storage });
    const copied = () => {
      Deno.copyFileSync(path, copy);
      return completeTrials(copy);
    };
    await finishOne(study);
    assertEquals(copied(), 1);
    for (let i = 0; i < 4; i++) await finishOne(study);
    for (let wait = 0; wait < 100 && copied() < 5; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assertEquals(copied(), 5);
  }));
