import { assert, assertEquals, assertThrows } from "@std/assert";
import { checkDeno, isAtLeast, LEAST_DENO } from "../../lib/internal/deno_version.ts";

Deno.test("versions are compared number by number", () => {
  const cases: [version: string, least: string, expected: boolean][] = [
    ["2.9.0", "2.9.0", true],
    ["2.10.0", "2.9.6", true],
    ["3.0.0", "2.9.6", true],
    ["2.9.0-rc.1+abc", "2.9.0", true],
    ["2.8.3", "2.9.0", false],
    ["1.46.3", "2.9.0", false],
    ["2.9.1", "2.9.2", false],
  ];
  for (const [version, least, expected] of cases) {
    assertEquals(isAtLeast(version, least), expected, version);
  }
});

Deno.test("a Deno that is too old is named, with the way out", () => {
  const log = console.error;
  const lines: string[] = [];
  console.error = (line) => lines.push(line);
  try {
    assertThrows(
      () => checkDeno("2.8.3"),
      Error,
      `Deno ${LEAST_DENO} or later but found Deno 2.8.3`,
    );
  } finally {
    console.error = log;
  }
  assert(lines[0].includes("npm install -g deno"));
});
