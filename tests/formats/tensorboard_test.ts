/** Events for TensorBoard, equal to its own: tests/fixtures/tensorboard_events.py makes those. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { EventLog } from "two-layer-net/formats";
import {
  experimentEvent,
  imageEvent,
  scalarEvent,
  sessionEndEvent,
  sessionStartEvent,
  versionEvent,
} from "../../lib/formats/tensorboard/events.ts";
import { crc32c, encodeRecord, maskedCrc32c } from "../../lib/formats/tensorboard/records.ts";
import { withTempDir } from "../internal/testing.ts";
import theirs from "../fixtures/tensorboard_events.json" with { type: "json" };

const wallTime = 1764000000.25, place = (step: number) => ({ wallTime, step });
const text = (name: string) => new TextEncoder().encode(name);

const SIZES = "\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x01 and so on";
const PNG = Uint8Array.of(0x89, ...text(`PNG${SIZES}`));

const OURS = {
  version: versionEvent(wallTime),
  scalars: scalarEvent(place(300), { loss: 2.5, "b/c": -1 }),
  image: imageEvent(place(7), "W1", PNG),
  start: sessionStartEvent(place(0), "run", { rate: 0.1 }),
  experiment: experimentEvent(place(0), {
    units: { choices: [50, 100] },
    rule: { choices: ["sgd"] },
    rate: { low: 0.001, high: 0.1 },
  }, "accuracy"),
  end: sessionEndEvent(place(0), "success"),
};

for (const [name, bytes] of Object.entries(OURS)) {
  Deno.test(`tensorboard: the event of ${name} is TensorBoard's, to the byte`, () => {
    assertEquals(bytes.toBase64(), theirs[name as keyof typeof OURS]);
  });
}

Deno.test("tensorboard: checksums are RFC 3720's, masked as TensorBoard does", () => {
  assertEquals(crc32c(text("123456789")), 0xe3069283);
  assertEquals(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assertEquals(maskedCrc32c(text("two-layer-net")), theirs.masked);
});

Deno.test("tensorboard: a log is records, the version first, and grows as events come", () =>
  withTempDir(async (folder) => {
    using log = new EventLog(`${folder}/runs/a`);
    const before = await Deno.readFile(log.path);
    assertEquals(before.length, encodeRecord(OURS.version).length);
    log.scalars({ loss: 2.5, "b/c": -1 }, 300);
    const after = await Deno.readFile(log.path);
    assertEquals(after.length, before.length + encodeRecord(OURS.scalars).length);
    using other = new EventLog(`${folder}/runs/a`);
    assert(other.path !== log.path);
  }));

Deno.test("tensorboard: a folder that cannot be is named", () =>
  withTempDir(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    assertThrows(() => new EventLog(`${folder}/file/runs`), Error, "Cannot write");
  }));
