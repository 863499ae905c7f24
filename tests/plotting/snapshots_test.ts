import { assert, assertEquals } from "@std/assert";
import { decode } from "fast-png";
import * as plotting from "two-layer-net/plotting";
import { encodePng } from "../../lib/plotting/drawing/raster.ts";
import { readExamples } from "./examples.ts";
import { type Snapshot, SNAPSHOTS, snapshotsOf } from "./snapshots.ts";

const HINT = "If it is meant to look as it does now (deno task gallery shows it), run " +
  "deno task gallery --update and commit what that changes.";

/** What differs from the committed file, in a line; nothing where they show the same. */
async function difference({ file, content }: Snapshot): Promise<string | undefined> {
  const committed = await Deno.readFile(new URL(file, SNAPSHOTS)).catch(() => undefined);
  if (committed === undefined) return "is not there";
  if (typeof content !== "string") {
    const [before, now] = [decode(committed), decode(content)];
    if (before.width !== now.width || before.height !== now.height) return "has another size";
    return before.data.every((value, i) => value === now.data[i]) ? undefined : "has other pixels";
  }
  const [before, now] = [new TextDecoder().decode(committed), content].map((t) => t.split("\n"));
  const line = now.findIndex((text, i) => text !== before[i]);
  if (line < 0 && before.length === now.length) return undefined;
  return `line ${line + 1} was\n  ${before[line]}\nand is\n  ${now[line]}`;
}

const examples = await readExamples();

for (const example of examples) {
  Deno.test(`${example.name} draws as it is committed`, async () => {
    for (const snapshot of await snapshotsOf(example)) {
      const found = await difference(snapshot);
      assert(found === undefined, `tests/plotting/snapshots/${snapshot.file} ${found}\n${HINT}`);
    }
  });
}

Deno.test("no snapshot is left of an example that is gone", async () => {
  const expected = (await Promise.all(examples.map(snapshotsOf))).flat().map(({ file }) => file);
  const found = Array.from(Deno.readDirSync(SNAPSHOTS), ({ name }) => name);
  assertEquals(found.sort(), expected.sort(), HINT);
});

Deno.test("every function that makes pictures has an example", () => {
  const makers = Object.entries(plotting)
    .filter(([name, value]) =>
      typeof value === "function" && !/^(Chart|thin|htmlReport)$/.test(name)
    );
  const shown = examples.map(({ code }) => code).join("\n");
  for (const [name] of makers) assert(shown.includes(` ${name}(`), `${name} has no example`);
});

Deno.test("a difference is told with the way to accept it", async () => {
  const [bars] = await snapshotsOf(examples.find(({ name }) => name === "bar_chart")!);
  const changed = String(bars.content).replace(">baseline<", ">base<");
  assertEquals(await difference(bars), undefined);
  const told = await difference({ file: bars.file, content: changed });
  assert(/^line \d+ was\n.*>baseline<\/text>\nand is\n.*>base<\/text>$/.test(told!), told);
  const [grid] = await snapshotsOf(examples.find(({ name }) => name === "image_grid")!);
  const { width, height, data } = decode(grid.content as Uint8Array);
  const pixels = Uint8Array.from(data, (value) => 255 - value);
  assertEquals(
    await difference({ file: grid.file, content: encodePng({ width, height, pixels }) }),
    "has other pixels",
  );
});
