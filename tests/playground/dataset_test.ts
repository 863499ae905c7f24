import { assertEquals, assertThrows } from "@std/assert";
import { meanImage } from "../../lib/datasets/image_set.ts";
import { decodeDataset, encodeDataset } from "../../lib/playground/dataset.ts";
import { noisyImages } from "./images.ts";

Deno.test("the file of images gives them back, less the mean training image", () => {
  const data = noisyImages(5, 3, 2), read = decodeDataset(encodeDataset(data));
  for (const name of ["XTrain", "XVal", "samples"] as const) {
    assertEquals(read[name].pixels, data[name].pixels);
    assertEquals(read[name].labels, data[name].labels);
    assertEquals(read[name].mean, meanImage(data.XTrain));
  }
});

Deno.test("a file that was cut, or is another's, is refused", () => {
  const bytes = encodeDataset(noisyImages(5, 3, 2));
  const message = "Expected the file of images to be the playground's, whole,";
  for (const wrong of [bytes.subarray(1), bytes.subarray(0, -1), new Uint8Array(3)]) {
    assertThrows(() => decodeDataset(wrong), TypeError, message);
  }
});
