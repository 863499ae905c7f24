import { assertEquals, assertThrows } from "@std/assert";
import { SyncThread } from "../../lib/internal/sync_thread.ts";
import type { Calls } from "./children/calls.ts";

const PATIENCE = 60_000;

const CALLS = new URL("./children/calls.ts", import.meta.url);

Deno.test("a thread does what is waited for, in order, and says what went wrong", () => {
  using thread = new SyncThread<Calls>(CALLS);
  assertEquals(thread.call(PATIENCE, "add", 1, 2), 3);
  assertEquals(thread.call(PATIENCE, "later", 20), new Map([["later", 20]]));
  assertThrows(() => thread.call(PATIENCE, "fail", "out of range"), Error, "out of range");
  const sums = Array.from({ length: 100 }, (_, i) => thread.call(PATIENCE, "add", i, i));
  assertEquals(sums, sums.map((_, i) => 2 * i));
});

Deno.test("a thread that takes too long is given up, for good", () => {
  using thread = new SyncThread<Calls>(CALLS);
  assertEquals(thread.call(PATIENCE, "add", 1, 2), 3);
  assertThrows(() => thread.call(50, "later", PATIENCE), Error, "no answer within 0.05 s");
  assertThrows(() => thread.call(PATIENCE, "add", 1, 2), Error, "no answer within 0.05 s");
});

Deno.test("a thread that was closed, or cannot start, is asked for nothing", () => {
  const thread = new SyncThread<Calls>(CALLS);
  thread[Symbol.dispose]();
  assertThrows(() => thread.call(PATIENCE, "add", 1, 2), Error, "it was closed");
  using absent = new SyncThread<Calls>(new URL("./children/absent.ts", import.meta.url));
  assertThrows(() => absent.call(500, "add", 1, 2), Error, "no answer within 0.5 s");
});
