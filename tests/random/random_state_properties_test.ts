import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { RandomState } from "two-layer-net";

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const size = fc.nat(1500);

type Draw = (rng: RandomState, n: number) => ArrayLike<number>;

const ELEMENTWISE: Draw[] = [
  (rng, n) => rng.randn(n),
  (rng, n) => rng.rand(n),
  (rng, n) => rng.randint(-1000, 1000, n),
  (rng, n) => rng.choice(49000, n),
];
const elementwise = fc.constantFrom(...ELEMENTWISE);
const anyDraw = fc.constantFrom<Draw[]>(...ELEMENTWISE, (rng, n) => rng.permutation(n));

Deno.test("one large draw equals two small ones", () => {
  fc.assert(fc.property(seed, elementwise, size, size, (seed, draw, m, n) => {
    const rng = new RandomState(seed);
    const parts = [...Array.from(draw(rng, m)), ...Array.from(draw(rng, n))];
    assertEquals(parts, Array.from(draw(new RandomState(seed), m + n)));
  }));
});

Deno.test("a state, through JSON and structuredClone, resumes the stream after any draws", () => {
  const calls = fc.array(fc.tuple(anyDraw, size), { maxLength: 6 });
  fc.assert(
    fc.property(seed, calls, calls, (seed, before, after) => {
      const rng = new RandomState(seed);
      for (const [draw, n] of before) draw(rng, n);
      const state = structuredClone(JSON.parse(JSON.stringify(rng.getState())));
      const resumed = new RandomState(0);
      resumed.setState(state);
      for (const [draw, n] of after) assertEquals(draw(resumed, n), draw(rng, n));
      assertEquals(resumed.getState(), rng.getState());
    }),
  );
});

Deno.test("getState is a copy that later draws and edits leave alone", () => {
  const rng = new RandomState(5);
  const state = rng.getState();
  const copy = structuredClone(state);
  const first = rng.randn(2000);
  assertEquals(state, copy);
  rng.setState(state);
  state.key.fill(1);
  assertEquals(rng.randn(2000), first);
});

Deno.test("a permutation holds every index once, and shuffle keeps the elements", () => {
  fc.assert(fc.property(seed, size, (seed, n) => {
    const indices = Array.from({ length: n }, (_, i) => i);
    assertEquals([...new RandomState(seed).permutation(n).toSorted()], indices);
    const shuffled = indices.slice();
    new RandomState(seed).shuffle(shuffled);
    assertEquals(shuffled, [...new RandomState(seed).permutation(n)]);
  }));
});

Deno.test("randint stays in [low, high) and rand in [0, 1)", () => {
  const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 });
  fc.assert(
    fc.property(seed, fc.uniqueArray(int32, { minLength: 2, maxLength: 2 }), (seed, ends) => {
      const [low, high] = ends.toSorted((a, b) => a - b);
      const rng = new RandomState(seed);
      const outside = rng.randint(low, high, 100).filter((value) => value < low || value >= high);
      const outsideUnit = rng.rand(100).filter((value) => value < 0 || value >= 1);
      assertEquals([outside.length, outsideUnit.length], [0, 0]);
    }),
  );
});

Deno.test("shuffle takes any kind of typed array, and arrays of anything", () => {
  const order = new RandomState(9).permutation(4);
  for (const array of [new Uint8Array(4), new Float32Array(4), new Int32Array(4)]) {
    const indices = array.map((_, i) => i);
    new RandomState(9).shuffle(indices);
    assertEquals([...indices], [...order]);
  }
  const big = BigInt64Array.of(0n, 1n, 2n, 3n);
  new RandomState(9).shuffle(big);
  assertEquals(Array.from(big, Number), [...order]);
  const objects = [0, 1, 2, 3].map((id) => ({ id }));
  new RandomState(9).shuffle(objects);
  assertEquals(objects.map(({ id }) => id), [...order]);
});

Deno.test("draws of size 0 are empty and leave the state alone, a waiting normal too", () => {
  const rng = new RandomState(0);
  rng.randn(1);
  const before = rng.getState();
  const empty = [rng.randn(0), rng.rand(0), rng.randint(0, 5, 0), rng.choice(0, 0)];
  assertEquals(empty.map((draws) => draws.length), [0, 0, 0, 0]);
  assertEquals([rng.permutation(0).length, rng.permutation(1).length], [0, 1]);
  assertEquals(rng.randn(0, 3).data.length, 0);
  assertEquals(rng.getState(), before);
});
