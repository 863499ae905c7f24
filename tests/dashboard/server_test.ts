/** What the page's server gives to whom, and what may be changed through it. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  ArtifactDirectory,
  createStudy,
  GridSampler,
  JournalStorage,
  MemoryStorage,
  SqliteStorage,
  type Storage,
  weightsDir,
} from "two-layer-net/tuning";
import { sourceOf } from "../../lib/dashboard/sources.ts";
import { type Dashboard, serveDashboard } from "../../lib/dashboard/server.ts";
import { encodeWeights, Matrix } from "two-layer-net";
import { withTempDir } from "../internal/testing.ts";
import { newStudy, run, withPage } from "./fixtures.ts";

/** Requests to a page with the cookie of one of its links. */
async function visitor(link: string) {
  const page = await fetch(link);
  const cookie = page.headers.get("set-cookie")!.split(";")[0];
  await page.body?.cancel();
  const { origin } = new URL(link);
  const query = (path: string, file: string, study: string, more = "") =>
    `${origin}/${path}?${new URLSearchParams({ file, study })}${more}`;
  return {
    get: (path: string, file: string, study: string, more?: string) =>
      fetch(query(path, file, study, more), { headers: { cookie } }),
    change: (name: string, file: string, study: string, wanted: unknown, from = origin) =>
      fetch(query(`change/${name}`, file, study), {
        method: "POST",
        headers: { cookie, origin: from },
        body: JSON.stringify(wanted),
      }),
  };
}

async function answerOf(response: Response): Promise<[number, string]> {
  return [response.status, await response.text()];
}

/** Events of a stream, one after the other. */
async function* events(response: Response): AsyncGenerator<{ event: string; data: unknown }> {
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const [, event, data] = text.slice(0, end).match(/^event: (.*)\ndata: (.*)$/) ?? [];
      text = text.slice(end + 2);
      if (event) yield { event, data: JSON.parse(data) };
    }
  }
}

/** What is told of the studies of a stream, without the list. */
async function* studyEvents(
  response: Response,
): AsyncGenerator<{ event: string; of: number; data: unknown }> {
  for await (const { event, data } of events(response)) {
    const { of, data: content } = data as { of?: number; data: unknown };
    if (of !== undefined) yield { event, of, data: content };
  }
}

/** The answer to a request as no browser would send it, but a name that points here makes it. */
async function raw(link: string, host: string): Promise<string> {
  const { port, pathname, search } = new URL(link);
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  const request = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  return await new Response(connection.readable).text();
}

const STORAGES: Readonly<Record<string, (path: string) => Storage>> = {
  "a database": (path) => new SqliteStorage(`${path}.db`),
  "a journal": (path) => new JournalStorage(`${path}.log`),
};

Deno.test("without a token, with a wrong one and under another name nothing is served", () =>
  withTempDir((dir) =>
    withPage([dir], async ({ links }) => {
      const { origin, host, port } = new URL(links.steer);
      for (const path of ["/", "/main.js", "/studies", `/?token=${"0".repeat(48)}`, "/?token="]) {
        assertEquals(await answerOf(await fetch(`${origin}${path}`)), [
          403,
          "The page opens by the link that was printed.",
        ]);
      }
      for (const name of ["evil.example", `evil.example:${port}`, "127.0.0.1:1"]) {
        assertStringIncludes(await raw(links.steer, name), "HTTP/1.1 403");
      }
      for (const name of [host, `localhost:${port}`]) {
        assertStringIncludes(await raw(links.steer, name), "HTTP/1.1 200");
      }
    })
  ));

Deno.test("every answer forbids scripts from elsewhere, frames, and being kept", () =>
  withTempDir((dir) =>
    withPage([dir], async ({ links }) => {
      for (const link of [links.look, new URL("/", links.look).href]) {
        const { headers, body } = await fetch(link);
        await body?.cancel();
        const policy = headers.get("content-security-policy")!;
        assertStringIncludes(policy, "default-src 'none'; script-src 'self'; style-src 'self'");
        assert(!policy.includes("unsafe"));
        assertStringIncludes(policy, "frame-ancestors 'none'");
        assertEquals(headers.get("cache-control"), "no-store");
      }
    })
  ));

Deno.test("whoever may look changes nothing, nor does a page of another port", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    const study = newStudy(storage);
    await withPage([path], async ({ links }) => {
      const looker = await visitor(links.look);
      const [status, text] = await answerOf(
        await looker.change("pause", path, "study", { paused: true }),
      );
      assertEquals([status, text], [403, "This link is for looking only."]);
      const steerer = await visitor(links.steer);
      const foreign = await steerer.change(
        "pause",
        path,
        "study",
        { paused: true },
        "http://127.0.0.1:1",
      );
      assertEquals(await answerOf(foreign), [403, "The request does not come from this page."]);
      assertEquals(study.attributes, {});
    });
  }));

for (const [kind, open] of Object.entries(STORAGES)) {
  Deno.test(`a study in ${kind} is stopped, noted on and given a trial`, () =>
    withTempDir(async (dir) => {
      using storage = open(`${dir}/studies`);
      const study = newStudy(storage);
      const [{ name: file }] = [...Deno.readDirSync(dir)].filter(({ name }) =>
        /^studies\.(db|log)$/.test(name)
      );
      const path = `${dir}/${file}`;
      await withPage([path], async ({ links }) => {
        const { change } = await visitor(links.steer);
        const say = async (name: string, wanted: unknown) =>
          await answerOf(await change(name, path, "study", wanted));
        await say("pause", { paused: true });
        assertEquals(study.paused, true);
        await say("pause", { paused: false });
        assertEquals(study.paused, false);
        assertEquals((await say("note", { body: "<b>", version: 0 }))[0], 200);
        assertEquals(study.note, "<b>");
        const [status, text] = await say("note", { body: "other", version: 0 });
        assertEquals([status, study.note], [409, "<b>"]);
        assertStringIncludes(text, "changed elsewhere");
        assertStringIncludes(
          (await say("enqueue", { params: { x: 0.25, rule: "adam" } }))[1],
          "Trial 0 waits",
        );
        assertEquals(study.trials[0].proposal, { x: 0.25, rule: "adam" });
      });
    }));
}

const REFUSED: readonly [unknown, string][] = [
  [{ params: { x: 2 } }, "Expected x to be a number from 0 to 1 but found 2."],
  [{ params: { x: "0.5" } }, 'Expected x to be a number from 0 to 1 but found "0.5".'],
  [{ params: { rule: "sgdd" } }, 'Expected rule to be one of [ "sgd", "adam" ] but found "sgdd".'],
  [{ params: { rul: "sgd" } }, 'The study has no parameter "rul". Did you mean rule?'],
  [{ params: JSON.parse('{"__proto__": 1}') }, 'The study has no parameter "__proto__".'],
  [{ params: [1] }, "Expected params to be an object but found [ 1 ]."],
  [7, "The request is not what this page sends."],
];

Deno.test("a trial with values that the study does not have is refused by name", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    newStudy(storage);
    createStudy({ name: "grid", storage, sampler: new GridSampler({ x: [1, 2] }) });
    await withPage([path], async ({ links }) => {
      const { change } = await visitor(links.steer);
      for (const [wanted, message] of REFUSED) {
        const answer = await answerOf(await change("enqueue", path, "study", wanted));
        assertEquals(answer, [400, message]);
      }
      const grid = await answerOf(await change("enqueue", path, "grid", { params: {} }));
      assertEquals(grid, [400, "Study grid runs a grid, whose trials are fixed."]);
    });
    assertEquals(storage.getTrials("study"), []);
  }));

Deno.test("files and studies that are not the page's are not there", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    newStudy(storage);
    await Deno.writeTextFile(`${dir}/other.db`, "no database");
    await withPage([path], async ({ links }) => {
      const { get } = await visitor(links.steer);
      for (const file of [`${dir}/other.db`, "/etc/passwd", `${dir}/./studies.db`]) {
        assertEquals((await answerOf(await get("chart/history", file, "study")))[0], 404);
      }
      assertEquals((await answerOf(await get("chart/history", path, "none")))[0], 404);
      assertEquals((await answerOf(await get("chart/constructor", path, "study")))[0], 404);
      assertEquals((await answerOf(await get("..%2fserver.ts", path, "study")))[0], 404);
    });
  }));

Deno.test("events tell all there is, then what another storage's trials become", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    const study = newStudy(storage);
    await run(study, 3);
    await withPage([path], async ({ links }) => {
      const { get } = await visitor(links.look);
      const stream = studyEvents(await get("events", path, "study"));
      const next = async () => (await stream.next()).value!;
      assertEquals((await next()).event, "study");
      assertEquals(await next(), {
        event: "status",
        of: 0,
        data: { paused: false, note: { body: "", version: 0 } },
      });
      const { rows } = (await next()).data as { rows: { n: number; s: string }[] };
      assertEquals(rows.map(({ n, s }) => `${n} ${s}`), [0, 1, 2].map((n) => `${n} COMPLETE`));
      assertEquals(await next(), { event: "problem", of: 0, data: "" });
      study.ask();
      assertEquals((await next()).data, { rows: [{ n: 3, s: "RUNNING", p: {} }], total: 4 });
      study.tell(3, Infinity);
      const { rows: [last] } = (await next()).data as { rows: Record<string, unknown>[] };
      assertEquals([last.n, last.s, last.v], [3, "COMPLETE", "Infinity"]);
      await stream.return(undefined);
    });
  }));

Deno.test("a study that is not there, gone or replaced is told of as that, beside another", () =>
  withTempDir(async (dir) => {
    const [path, other] = [`${dir}/studies.db`, `${dir}/other.log`];
    const make = async (numTrials: number) => {
      using storage = new SqliteStorage(path);
      await run(newStudy(storage), numTrials);
    };
    await make(3);
    {
      using storage = new JournalStorage(other);
      await run(newStudy(storage, "beside"), 2);
    }
    await withPage([path, other], async ({ links }) => {
      const { get } = await visitor(links.look);
      const more = `&${new URLSearchParams({ file: other, study: "beside" })}`;
      const stream = studyEvents(await get("events", path, "study", more));
      const until = async (of: number, event: string) => {
        for (;;) {
          const { value } = await stream.next();
          if (value!.of === of && value!.event === event) return value!.data;
        }
      };
      assertEquals((await until(0, "trials") as { total: number }).total, 3);
      assertEquals((await until(1, "trials") as { total: number }).total, 2);
      await Deno.remove(path);
      assertStringIncludes(await until(0, "problem") as string, "There is no");
      await make(1);
      const { total, rows } = await until(0, "trials") as { total: number; rows: unknown[] };
      assertEquals([total, rows.length], [1, 1]);
      await stream.return(undefined);
    });
  }));

Deno.test("a queue is told of where there is one", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    newStudy(storage);
    const queue = {
      waiting: 3,
      active: 1,
      workers: [{ name: "machine 7", slots: 2, running: [4] }],
    };
    await withPage([path], async ({ links }) => {
      const { get } = await visitor(links.look);
      for await (const { event, data } of studyEvents(await get("events", path, "study"))) {
        if (event !== "queue") continue;
        assertEquals(data, queue);
        break;
      }
    }, { read: (study) => study === "study" ? queue : null });
  }));

Deno.test("charts of thousands of trials draw some, the best among them, and say so", async () => {
  const storage = new MemoryStorage();
  const study = newStudy(storage);
  await run(study, 2500);
  const source = sourceOf("memory.db", storage);
  await using page: Dashboard = await serveDashboard({ sources: () => [source], port: 0 });
  const { get } = await visitor(page.links.look);
  const chart = async (name: string) =>
    await (await get(`chart/${name}`, "memory.db", "study")).json();
  const { number } = study.bestTrial;
  const history = await chart("history");
  assertStringIncludes(history.summary, `in trial ${number}`);
  assertEquals(/^\d+ of 2500 finished trials are drawn\.$/.test(history.note), true);
  for (const name of ["curves", "parallel"]) {
    const { spec, note } = await chart(name);
    assertStringIncludes(JSON.stringify(spec), `"number":${number}`);
    assertStringIncludes(note, " are drawn.");
  }
  assertStringIncludes((await chart("importances")).summary, "x 1, rule ");
  assertEquals(await chart("running"), { empty: "Nothing runs now." });
});

Deno.test("first layers of the best nets are pictures; nets of other inputs have none", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    const study = newStudy(storage);
    await run(study, 3);
    const artifacts = new ArtifactDirectory(weightsDir(path));
    const [best, second, third] = study.ranking;
    const grey = { name: "digits", height: 3, width: 2, channels: 1, classNames: ["0", "1"] };
    const trainedOn = JSON.stringify(grey);
    for (
      const [trial, rows, metadata] of [[best, 12, {}], [second, 7, {}], [
        third,
        6,
        { trainedOn },
      ]] as const
    ) {
      const params = {
        W1: new Matrix(rows, 4, Float64Array.from({ length: 4 * rows }, (_, i) => i)),
        b1: new Matrix(1, 4),
        W2: new Matrix(4, 2),
        b2: new Matrix(1, 2),
      };
      const bytes = encodeWeights({ params }, { metadata });
      await artifacts.write("study", trial.number, "weights.safetensors", bytes);
    }
    await withPage([path], async ({ links }) => {
      const { get } = await visitor(links.look);
      const nets = await (await get("nets", path, "study")).json();
      assertEquals(nets, [best.number, second.number, third.number]);
      for (const { number } of [best, third]) {
        const picture = await get("weights", path, "study", `&trial=${number}`);
        assertEquals([...(await picture.bytes()).subarray(1, 4)], [
          ...new TextEncoder().encode("PNG"),
        ]);
      }
      const none = await get("weights", path, "study", `&trial=${second.number}`);
      assertEquals(await answerOf(none), [404, "Of this net there is no picture."]);
    });
  }));
