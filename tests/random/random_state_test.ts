import { assertEquals } from "@std/assert";
import { RandomState } from "two-layer-net";
import { sha256 } from "./sha256.ts";

// r = np.random.RandomState(seed); r.randn(3), r.rand(2), r.randint(-5, 100, 4), r.randn(1),
// r.choice(10, 5), r.permutation(6), r.randn(2); l = list("abcdef"); r.shuffle(l)
const MIXED = [
  {
    seed: 0,
    randn3: [1.764052345967664, 0.4001572083672233, 0.9787379841057392],
    rand2: [0.4236547993389047, 0.6458941130666561],
    randint4: [31, 82, 65, 83],
    randn1: [2.240893199201458],
    choice5: [8, 1, 6, 7, 7],
    permutation6: [5, 2, 3, 4, 1, 0],
    randn2: [1.2206080970461388, -1.3394955497146936],
    shuffled: "fecbda",
  },
  {
    seed: 1,
    randn3: [1.6243453636632417, -0.6117564136500754, -0.5281717522634557],
    rand2: [0.39676747423066994, 0.538816734003357],
    randint4: [96, 13, 79, 6],
    randn1: [-1.0729686221561705],
    choice5: [2, 4, 7, 7, 9],
    permutation6: [4, 3, 5, 2, 0, 1],
    randn2: [0.7299755964138446, 0.37299378906291564],
    shuffled: "cfdabe",
  },
  {
    seed: 42,
    randn3: [0.4967141530112327, -0.13826430117118466, 0.6476885381006925],
    rand2: [0.15601864044243652, 0.15599452033620265],
    randint4: [69, 69, 82, 94],
    randn1: [1.5230298564080254],
    choice5: [7, 7, 2, 5, 4],
    permutation6: [0, 2, 4, 5, 3, 1],
    randn2: [-0.46341769281246226, -0.46572975357025687],
    shuffled: "cfaebd",
  },
  {
    seed: 2 ** 31,
    randn3: [0.3184761273282464, -0.34575349241475667, 0.2255674496017024],
    rand2: [0.34215785135597765, 0.2917917467983221],
    randint4: [71, 5, 2, 49],
    randn1: [1.5130304859621413],
    choice5: [0, 5, 6, 3, 1],
    permutation6: [1, 2, 5, 0, 4, 3],
    randn2: [-0.3182362360944988, 1.4109667346231827],
    shuffled: "adbfec",
  },
  {
    seed: 2 ** 32 - 1,
    randn3: [0.6484086742306527, 0.6693235306338161, -1.0805437227474493],
    rand2: [0.9093750727977705, 0.5537363115925001],
    randint4: [50, 81, 9, 32],
    randn1: [0.2845010447986309],
    choice5: [9, 9, 9, 4, 0],
    permutation6: [4, 2, 3, 5, 1, 0],
    randn2: [1.282085878277435, 0.5451756632239796],
    shuffled: "acedfb",
  },
];

for (const { seed, ...expected } of MIXED) {
  Deno.test(`RandomState(${seed}) mixes its draws as NumPy does`, () => {
    const rng = new RandomState(seed);
    const letters = [..."abcdef"];
    const drawn = {
      randn3: [...rng.randn(3)],
      rand2: [...rng.rand(2)],
      randint4: [...rng.randint(-5, 100, 4)],
      randn1: [...rng.randn(1)],
      choice5: [...rng.choice(10, 5)],
      permutation6: [...rng.permutation(6)],
      randn2: [...rng.randn(2)],
    };
    rng.shuffle(letters);
    assertEquals({ ...drawn, shuffled: letters.join("") }, expected);
  });
}

Deno.test("randn(rows, cols) fills a matrix as the assignment's toy model and data do", () => {
  // np.random.seed(0); (np.random.randn(4, 10) * 0.1)[0, :3]
  const W1 = new RandomState(0).randn(4, 10);
  assertEquals([W1.rows, W1.cols, W1.dtype], [4, 10, "float64"]);
  assertEquals([...W1.data.subarray(0, 3)].map((w) => w * 0.1), [
    0.1764052345967664,
    0.040015720836722335,
    0.09787379841057392,
  ]);
  // np.random.seed(1); (10 * np.random.randn(5, 4))[0]
  const X = new RandomState(1).randn(5, 4);
  assertEquals([...X.row(0)].map((x) => 10 * x), [
    16.243453636632417,
    -6.117564136500754,
    -5.2817175226345565,
    -10.729686221561705,
  ]);
});

const N = 10 ** 6;
const shuffled = (rng: RandomState): Float64Array => {
  const numbers = Float64Array.from({ length: N }, (_, i) => i);
  rng.shuffle(numbers);
  return numbers;
};

// n = 10**6; hashlib.sha256(np.random.RandomState(seed).randn(n).tobytes()).hexdigest(), the
// integers with .astype(np.int32) first; shuffle: a = np.arange(n, dtype=float); r.shuffle(a).
const MILLIONS: [
  name: string,
  draw: (rng: RandomState) => ArrayBufferView,
  digests: Record<number, string>,
][] = [
  ["randn(n)", (rng) => rng.randn(N), {
    0: "2b0f7f5317077f6b22c177f4501ff4eebcbb9a5311a283ebe86606be69aef8ab",
    4294967295: "a3b1a01c43fafc41aa3ddd2ed691ea00ecc4755195e490e1e05601fe30c6c178",
  }],
  ["rand(n)", (rng) => rng.rand(N), {
    0: "416fe2d8a80c90d59e2683456158bf383552150f231b71b9f8ef465b797215f4",
    4294967295: "ebc712d48f416188a191b76d2119babbc4e5c0b2d206b9337c50bf5b692ceba1",
  }],
  ["randint(-1000, 70000, n)", (rng) => rng.randint(-1000, 70000, N), {
    0: "fd852cd554ef8a60b99be29565bd399d2c079235588b57bbe20074033275875a",
    4294967295: "36564a1ec3092036a31fe24fb0761aca644ec8d179d97f66fd72bb28ff02cc7c",
  }],
  ["choice(49000, n)", (rng) => rng.choice(49000, N), {
    0: "f3eeb8849b1f1e3b2458cf3e86a675763b06ce0f40cd5b1e3fa8d4f0e4ed18bf",
    4294967295: "796ba6c91c9628e348fdcf50908fae695beaad28259f842de69bf1625a56d758",
  }],
  ["permutation(n)", (rng) => rng.permutation(N), {
    0: "f54655722b840e93526cb1f93aca49fb8c49272791d3ef4611ae221181643bbf",
    4294967295: "37406ad5d8d4b34b7b6121720b497c031c27c4d534734d55ccd3254efa0b5fe8",
  }],
  ["shuffle(a)", shuffled, {
    0: "36000b85844680bfa8acc56980c0eda00f3717e9c11fd131193d55c22afa8ab8",
    4294967295: "c03f6b09743675d64f7930cf138bdb0fb2d947fb243c732df73c342960be0b8c",
  }],
];

for (const [name, draw, digests] of MILLIONS) {
  Deno.test(`${name} equals NumPy's over n = 10**6`, () => {
    for (const [seed, digest] of Object.entries(digests)) {
      assertEquals(sha256(draw(new RandomState(Number(seed)))), digest, `seed ${seed}`);
    }
  });
}

Deno.test("randint and choice equal NumPy's for sizes around powers of two", () => {
  // r = np.random.RandomState(3); for each n: r.choice(n, 50), r.randint(-2**31, -2**31 + n, 50)
  const rng = new RandomState(3);
  const low = -(2 ** 31);
  const draws = [];
  for (let k = 1; k <= 31; k++) {
    for (const n of [2 ** k - 1, 2 ** k, 2 ** k + 1]) {
      if (n <= 2 ** 31) draws.push(rng.choice(n, 50), rng.randint(low, low + n, 50));
    }
  }
  // r.randint(-2**31, 2**31, 50), r.randint(-2**31, 2**31 - 1, 50), r.randint(7, 8, 3), r.rand()
  draws.push(rng.randint(low, 2 ** 31, 50), rng.randint(low, 2 ** 31 - 1, 50));
  draws.push(rng.randint(7, 8, 3));
  assertEquals(
    sha256(...draws),
    "95c2b8399f582c59f5657b8846f455f716ff47dd0b6730a6c04d9166586c958e",
  );
  assertEquals(rng.rand(1)[0], 0.5502380251811125);
});

Deno.test("getState gives what NumPy's get_state gives, and setState goes on from there", () => {
  // r = np.random.RandomState(3); r.randn(101); r.get_state()
  const rng = new RandomState(3);
  rng.randn(101);
  const { key, ...rest } = rng.getState();
  assertEquals(rest, {
    bitGenerator: "MT19937",
    pos: 252,
    hasGauss: true,
    cachedGaussian: -1.2935366319217843,
  });
  assertEquals(
    sha256(Uint32Array.from(key)),
    "975cf6ff1e826e7d069715f263a503ca37ec6272eda418d27085c2f3728a585a",
  );
  // r.rand(1000); r.randn(2), r.permutation(5)
  const other = new RandomState(0);
  other.setState({ key, ...rest } as ReturnType<typeof rng.getState>);
  other.rand(1000);
  assertEquals(other.getState().pos, 380);
  assertEquals([...other.randn(2)], [-1.2935366319217843, 1.6594429087327234]);
  assertEquals([...other.permutation(5)], [3, 0, 4, 1, 2]);
});

Deno.test("setState takes a key whose only bit is one of the recurrence's, as NumPy does", () => {
  // r.set_state(("MT19937", [2**31] + [0] * 623, 624)); np.nonzero(r.rand(2000))[0][:3]
  const rng = new RandomState(0);
  rng.setState({ ...rng.getState(), key: [2 ** 31, ...new Array<number>(623).fill(0)] });
  const nonzero = [...rng.rand(2000).entries()].filter(([, value]) => value !== 0);
  assertEquals(nonzero.slice(0, 3).map(([i]) => i), [0, 113, 227]);
});
