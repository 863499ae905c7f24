import { assertEquals } from "@std/assert";
import { RECORD_BYTES } from "../../lib/datasets/cifar10_files.ts";
import { decodeRecords, encodeRecords, IMAGE_BYTES } from "../../lib/datasets/records.ts";
import { BATCHES } from "./synthetic.ts";

Deno.test("decodeRecords() turns planes into pixels, height, width, channel", () => {
  const record = new Uint8Array(RECORD_BYTES);
  record[0] = 7;
  const [row, column, channel] = [3, 5, 2];
  record[1 + channel * 1024 + row * 32 + column] = 200;
  const pixels = new Uint8Array(IMAGE_BYTES);
  const labels = new Uint8Array(1);
  decodeRecords(record, 0, pixels, labels);
  assertEquals(labels[0], 7);
  assertEquals(pixels.indexOf(200), (row * 32 + column) * 3 + channel);
  assertEquals(pixels.lastIndexOf(200), pixels.indexOf(200));
});

Deno.test("decodeRecords() puts images in their place and leaves out those beyond the end", () => {
  const [{ pixels, labels, records }] = BATCHES;
  const gotPixels = new Uint8Array(3 * IMAGE_BYTES);
  const gotLabels = new Uint8Array(3);
  decodeRecords(records, 1, gotPixels, gotLabels);
  assertEquals([...gotLabels], [0, labels[0], labels[1]]);
  assertEquals(gotPixels.subarray(IMAGE_BYTES), pixels.subarray(0, 2 * IMAGE_BYTES));
});

Deno.test("encodeRecords() is the way back", () => {
  const [{ pixels, labels }] = BATCHES;
  const gotPixels = new Uint8Array(pixels.length);
  const gotLabels = new Uint8Array(labels.length);
  decodeRecords(encodeRecords(pixels, labels), 0, gotPixels, gotLabels);
  assertEquals(gotPixels, pixels);
  assertEquals([...gotLabels], labels);
});
