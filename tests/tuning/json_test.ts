import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decodeJson, differences, encodeJson, type JsonInput } from "../../lib/tuning/json.ts";

Deno.test("JSON values survive encoding, whatever their numbers", () => {
  const numbers = fc.double();
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      numbers,
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.string({ minLength: 1 }), tie("value"), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    ),
  })).value;
  fc.assert(fc.property(values, (value) => {
    assertEquals<unknown>(decodeJson(encodeJson(value as JsonInput)), value);
  }));
});

Deno.test("encodeJson turns typed arrays into arrays and drops what is undefined", () => {
  const value = { history: Float32Array.of(0.5, NaN), key: Uint32Array.of(1, 2), none: undefined };
  assertEquals(decodeJson(encodeJson(value)), { history: [0.5, NaN], key: [1, 2] });
});

Deno.test("encodeJson names the place of what is no JSON value", () => {
  const refused = [new Date(), () => 0, 1n, undefined, { $number: "1" }];
  for (const value of refused) {
    assertThrows(
      () => encodeJson({ list: [0, value as unknown as JsonInput] }, "context"),
      TypeError,
      "Expected context.list[1] to be a JSON value but found",
    );
  }
});

Deno.test("differences names every place where two values differ", () => {
  const stored = { same: [1], lr: { low: 0.1, log: true }, gone: 1 };
  const given = { lr: { log: true, low: 0.2 }, same: [1], added: null };
  assertEquals(differences(stored, given), [
    "lr.low: 0.1, now 0.2",
    "gone: 1, now absent",
    "added: absent, now null",
  ]);
  assertEquals(differences({ a: 1, b: 2 }, { b: 2, a: 1 }), []);
});
