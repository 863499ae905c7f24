import { assertEquals } from "@std/assert";
import { log } from "../../lib/random/log.ts";
import { RandomState } from "../../lib/random/random_state.ts";
import { sha256 } from "./sha256.ts";

// repr(math.log(x)) in CPython 3.11 on x86-64 with FMA and glibc 2.36.
const VALUES: [what: string, x: number, log: number][] = [
  ["smallest r² of a polar draw", 2 ** -104, -72.0873067782343],
  ["three times that", 3 * 2 ** -104, -70.9886944895662],
  ["first piece of the table", 0.6875, -0.3746934494414107],
  ["last piece of the table", 0.6875 - 2 ** -53, -0.37469344944141086],
  ["a half", 0.5, -0.6931471805599453],
  ["edge of the branch near one", 0.9375, -0.06453852113757118],
  ["just outside that edge", 0.9375 - 2 ** -53, -0.06453852113757129],
  ["largest r² of a polar draw", 1 - 2 ** -53, -1.1102230246251565e-16],
  ["another value without FMA", 0.9071126523610438, -0.09748863331493045],
  ["another value without FMA", 0.8085551518611727, -0.21250638724986734],
  ["tail that must be fused", 0.8792823086324117, -0.12864926263080317],
  ["tail that must be fused", 0.42779684561600184, -0.8491068558626481],
  ["tail that must be fused", 0.632933851541009, -0.4573893622336744],
  ["tail that must be fused, near one", 0.9476182212231175, -0.05380357806946375],
  ["tail that must be fused, near one", 0.9436690876429576, -0.05797971704221276],
  ["tail that must be fused, near one", 0.9473302189419321, -0.054107546533511],
];

for (const [what, x, expected] of VALUES) {
  Deno.test(`log equals glibc's: ${what}, ${x}`, () => assertEquals(log(x), expected));
}

// u = np.random.RandomState(7).rand(10**6); then for each x:
// hashlib.sha256(np.array([math.log(v) for v in x.tolist()]).tobytes()).hexdigest()
const STREAMS: [x: string, of: (u: number) => number, digest: string][] = [
  ["u", (u) => u, "de285ee2ffea7bc7b8cd8a32fc1eea20760a18838f2ad8067dddd18ef1c28d17"],
  [
    "(u * u) * (u * u)",
    (u) => (u * u) * (u * u),
    "311cadfa280b730a990c5d21b17d525f4037ad7cbd373a255a9b23081e1390c9",
  ],
  [
    "1 - u / 16",
    (u) => 1 - u / 16,
    "b15144e86f5a304ddcbc13caa394a03d8cf66ecd1f9da98ac142b4934c1bf816",
  ],
];

for (const [name, of, digest] of STREAMS) {
  Deno.test(`log equals glibc's over 10**6 values of ${name}`, () => {
    const logs = new RandomState(7).rand(10 ** 6).map((u) => log(of(u)));
    assertEquals(sha256(logs), digest);
  });
}
