import { assertEquals, assertThrows } from "@std/assert";
import { encodeWeights, RandomState, TwoLayerNet } from "two-layer-net";
import { inputOf, readNet, writeNet } from "../../lib/playground/net_file.ts";
import { STANDARD } from "../../lib/playground/settings.ts";

const mean = Float64Array.from({ length: 3072 }, (_, i) => i / 100);
const other = new Float64Array(3072);

function net(inputSize = 3072, numClasses = 10) {
  const sizes = { inputSize, hiddenSize: 3, numClasses };
  return new TwoLayerNet({ ...sizes, std: 0.1, rng: new RandomState(0) });
}

Deno.test("a net that was saved comes back with its mean image", () => {
  const { params } = net();
  const bytes = writeNet({ params, mean }, STANDARD, 20), read = readNet(bytes, "net", other);
  assertEquals(read.params.W1.toArray(), params.W1.toArray());
  assertEquals(read.mean, mean);
});

Deno.test("a file without a mean image takes the page's, and one with a scale keeps it", () => {
  assertEquals(readNet(encodeWeights(net()), "net", mean).mean, mean);
  const scale = new Float64Array(3072).fill(0.5);
  const scaled = readNet(encodeWeights(net(), { meanImage: mean, scale }), "net", other);
  const input = inputOf(scaled, new Uint8Array(3072).fill(100));
  assertEquals([input[0], input[100]], [50, 49.5]);
});

Deno.test("what the page cannot show is refused with the reason", () => {
  const refused = (bytes: Uint8Array, message: string) =>
    assertThrows(() => readNet(bytes, "my.safetensors", mean), Error, message);
  refused(new TextEncoder().encode("a text, no net"), "my.safetensors");
  refused(encodeWeights(net(12, 10)), 'a net of 3072 inputs and 10 classes but found "12 and 10"');
  refused(encodeWeights(net(3072, 3)), "a net of 3072 inputs and 10 classes");
  const settings = JSON.stringify({ ...STANDARD, preparation: "zca" });
  refused(encodeWeights(net(), { metadata: { settings } }), "images as they are, less a mean");
  const damaged = encodeWeights(net());
  damaged[damaged.length - 1] ^= 1;
  refused(damaged, "damaged");
});
