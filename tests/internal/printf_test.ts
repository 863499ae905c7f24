import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { exponential, fixed } from "../../lib/internal/printf.ts";

// python3 -c 'for x in [40, 1e-4, 3.561318e-9, 0, -0.0, -1e100, 1e23, float("nan"), float("inf"),
//   -float("inf")]: print("%e %f" % (x, x))'
Deno.test("numbers print as Python prints them", () => {
  const numbers = [40, 1e-4, 3.561318e-9, 0, -0, -1e100, 1e23, NaN, Infinity, -Infinity];
  assertEquals(numbers.map((x) => `${exponential(x)} ${fixed(x)}`), [
    "4.000000e+01 40.000000",
    "1.000000e-04 0.000100",
    "3.561318e-09 0.000000",
    "0.000000e+00 0.000000",
    "-0.000000e+00 -0.000000",
    "-1.000000e+100 -100000000000000001590289110975991804683608085639452813897813" +
    "27557747838772170381060813469985856815104.000000",
    "1.000000e+23 99999999999999991611392.000000",
    "nan nan",
    "inf inf",
    "-inf -inf",
  ]);
});

// python3 -c 'print("%f %.2f %.1f %.0f %.0f %.0f %e" % (0.1953125, 2.345678, 0.25, 0.5, 1.5, -0.5, 12345675))'
Deno.test("ties go to the even digit", () => {
  assertEquals(fixed(0.1953125), "0.195312");
  assertEquals(fixed(2.345678, 2), "2.35");
  assertEquals([fixed(0.25, 1), fixed(0.5, 0), fixed(1.5, 0), fixed(-0.5, 0)], [
    "0.2",
    "0",
    "2",
    "-0",
  ]);
  assertEquals(exponential(12345675, 6), "1.234568e+07");
  assertEquals(exponential(12345665, 6), "1.234566e+07");
});

/*
 * 30,000 numbers of every size, a third of them ties, and the digest of what Python makes of them:
 *
 * import hashlib, struct
 * word, digest = 1, hashlib.sha256()
 * def step(bits):
 *     global word
 *     word = (word * 6364136223846793005 + 1442695040888963407) % 2**64
 *     return word >> (64 - bits)
 * for i in range(30000):
 *     raw, decimals = step(64), step(4)
 *     x = struct.unpack("<d", struct.pack("<Q", raw))[0]
 *     if i % 3 == 1: x = (raw % 2**20 - 2**19) / 2**(raw >> 60)
 *     if i % 3 == 2: x = float(raw % 10**6) * 10.0 ** (raw >> 60)
 *     digest.update(("%.*f %.*e\n" % (decimals, x, decimals, x)).encode())
 * print(digest.hexdigest())
 */
Deno.test("30,000 numbers print as Python prints them", () => {
  let word = 1n;
  const step = (bits: bigint): bigint => {
    word = BigInt.asUintN(64, word * 6364136223846793005n + 1442695040888963407n);
    return word >> (64n - bits);
  };
  const view = new DataView(new ArrayBuffer(8));
  const digest = createHash("sha256");
  for (let i = 0; i < 30_000; i++) {
    const raw = step(64n), decimals = Number(step(4n)), few = Number(raw >> 60n);
    view.setBigUint64(0, raw);
    let x = view.getFloat64(0);
    if (i % 3 === 1) x = (Number(raw % 2n ** 20n) - 2 ** 19) / 2 ** few;
    if (i % 3 === 2) x = Number(raw % 1000000n) * 10 ** few;
    digest.update(`${fixed(x, decimals)} ${exponential(x, decimals)}\n`);
  }
  assertEquals(digest.digest("hex"), DIGEST);
});

const DIGEST = "c15cb2ece13e140da96b2b5b4b9607cecd936fa391f9a0a45a3503b8a925c0bf";
