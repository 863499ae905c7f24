import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { fma } from "../../lib/random/fma.ts";

Deno.test("fma rounds once where the plain operations round twice", () => {
  const x = 1 + 2 ** -52;
  assertEquals(x * x - 1, 2 ** -51);
  assertEquals(fma(x, x, -1), 2 ** -51 + 2 ** -104);
});

Deno.test("fma is the exact a * b + c, rounded to nearest even", () => {
  const term = fc.record({
    mantissa: fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }),
    exponent: fc.integer({ min: -110, max: 0 }),
  });
  fc.assert(
    fc.property(term, term, term, (a, b, c) => {
      const unit = 300;
      const product = (a.mantissa * b.mantissa) << BigInt(unit + a.exponent + b.exponent);
      const exact = product + (c.mantissa << BigInt(unit + c.exponent));
      const value = ({ mantissa, exponent }: typeof a) => Number(mantissa) * 2 ** exponent;
      // Number(bigint) rounds to nearest even.
      assertEquals(fma(value(a), value(b), value(c)) + 0, Number(exact) * 2 ** -unit);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("fma breaks ties to even and sees what lies 60 bits beside a tie", () => {
  const half = 2 ** -53;
  const odd = 1 + 2 ** -52;
  assertEquals(fma(half, 1, 1), 1);
  assertEquals(fma(half, 1, odd), 1 + 2 ** -51);
  // (1 + 2**-30) * (1 - 2**-30) = 1 - 2**-60
  const [a, b] = [half * (1 + 2 ** -30), 1 - 2 ** -30];
  assertEquals(fma(a, b, 1), 1);
  assertEquals(fma(a, b, odd), odd);
  assertEquals(fma(-a, b, odd), odd);
});
