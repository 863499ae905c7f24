import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  formatDuration,
  formatProgress,
  ProgressMeter,
  type ProgressReport,
} from "../../lib/internal/progress.ts";

function meterWithClock(options: { total?: number; initial?: number; intervalMs?: number }): {
  at: (ms: number, done: number) => void;
  reports: ProgressReport[];
} {
  const clock = { ms: 0 };
  const reports: ProgressReport[] = [];
  const meter = new ProgressMeter((report) => reports.push(report), {
    label: "work",
    unit: "steps",
    now: () => clock.ms,
    ...options,
  });
  const at = (ms: number, done: number) => {
    clock.ms = ms;
    meter.update(done);
  };
  return { at, reports };
}

Deno.test("ProgressMeter counts the rate from where the work began, not from zero", () => {
  const { at, reports } = meterWithClock({ total: 1000, initial: 600 });
  at(2000, 700);
  assertEquals(reports, [{
    label: "work",
    unit: "steps",
    done: 700,
    total: 1000,
    elapsed: 2,
    rate: 50,
    timeLeft: 6,
  }]);
});

Deno.test("ProgressMeter takes the rate over the last ten seconds", () => {
  const { at, reports } = meterWithClock({ total: 10_000 });
  for (let second = 1; second <= 30; second++) at(second * 1000, 10 * second);
  for (let second = 31; second <= 41; second++) at(second * 1000, 300 + 100 * (second - 30));
  assertAlmostEquals(reports.at(-1)!.rate!, 100);
  at(80_000, 1400);
  assertAlmostEquals(reports.at(-1)!.rate!, 0);
  assertEquals(reports.at(-1)!.timeLeft, undefined);
});

Deno.test("ProgressMeter reports once an interval, and the end at once", () => {
  const { at, reports } = meterWithClock({ total: 5, intervalMs: 100 });
  at(0, 1);
  at(50, 2);
  at(100, 3);
  at(150, 4);
  at(151, 5);
  assertEquals(reports.map(({ done }) => done), [1, 3, 5]);
});

const LINES: [Partial<ProgressReport>, string][] = [
  [
    { unit: "bytes", done: 58.2e6, total: 170.1e6, rate: 3.4e6, timeLeft: 33 },
    "work: 34 %, 58.2 of 170.1 MB, 3.4 MB/s, 33 s left",
  ],
  [
    { done: 999, total: 1000, rate: 512.4, timeLeft: 0.1 },
    "work: 99 %, 999 of 1000 steps, 512 steps/s, 0.1 s left",
  ],
  [{ done: 0, total: 10, elapsed: 2 }, "work: 0 %, 0 of 10 steps, 2.0 s"],
  [{ unit: "bytes", done: 2e6, rate: 1e6, elapsed: 2 }, "work: 2.0 MB, 1.0 MB/s, 2.0 s"],
  [{ done: 0, elapsed: 75 }, "work: 1 min 15 s"],
];

for (const [report, line] of LINES) {
  Deno.test(`formatProgress() writes "${line}"`, () => {
    assertEquals(
      formatProgress({ label: "work", unit: "steps", done: 0, elapsed: 0, ...report }),
      line,
    );
  });
}

Deno.test("formatDuration() rounds to two units at most, and never to 60 of one", () => {
  const seconds = [0, 9.94, 9.96, 59.6, 119.7, 3599.4, 3599.6, 7170];
  assertEquals(seconds.map(formatDuration), [
    "0.0 s",
    "9.9 s",
    "10 s",
    "1 min 0 s",
    "2 min 0 s",
    "59 min 59 s",
    "1 h 0 min",
    "2 h 0 min",
  ]);
});
