import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { historyChart, thin } from "two-layer-net/plotting";

const values = fc.array(
  fc.oneof({ weight: 20, arbitrary: fc.double() }, { weight: 1, arbitrary: fc.constant(NaN) }),
  { minLength: 1, maxLength: 2000 },
);

Deno.test("thinning keeps first, last, least and greatest, in order, within the limit", () => {
  fc.assert(fc.property(values, fc.integer({ min: 5, max: 500 }), (series, maxPoints) => {
    const kept = thin(series, maxPoints);
    const finite = (some: readonly number[]): number[] => some.filter(Number.isFinite);
    const keptValues = kept.map((i) => series[i]);
    assert(kept.length <= Math.max(maxPoints, Math.min(series.length, maxPoints)));
    assert(kept.every((index, i) => i === 0 || index > kept[i - 1]));
    assertEquals([kept[0], kept.at(-1)], [0, series.length - 1]);
    assertEquals(Math.min(...finite(keptValues)), Math.min(...finite(series)));
    assertEquals(Math.max(...finite(keptValues)), Math.max(...finite(series)));
    assertEquals(keptValues.every(Number.isFinite), series.every(Number.isFinite));
  }));
});

Deno.test("short series are left as they are", () => {
  assertEquals(thin([3, NaN, 1], 5), [0, 1, 2]);
  assertEquals(thin([], 5), []);
});

Deno.test("a limit that leaves no room is refused", () => {
  const message = "Expected maxPoints to be an integer of at least 5 but found 4";
  assertThrows(() => thin([1, 2], 4), RangeError, message);
});

Deno.test("100,000 losses make a spec of a few hundred points and tens of kilobytes", () => {
  const history = Float64Array.from({ length: 100_000 }, (_, i) => 2.3 * Math.exp(-i / 5e4));
  history[77_777] = 50;
  const { data } = historyChart(history).spec as {
    data: { values: { x: number; y: number }[] };
  };
  const points = data.values;
  assert(points.length <= 500 && points.length > 300, `${points.length} points`);
  assertEquals(points.find(({ x }) => x === 77_777)?.y, 50);
  assert(JSON.stringify(data).length < 40_000);
});
