import { CALLS } from "./calls.ts";
import { fuzz } from "./fuzz.ts";

for (const [name, call] of Object.entries(CALLS)) {
  Deno.test(`fuzz: ${name}`, () => fuzz(name, call));
}
