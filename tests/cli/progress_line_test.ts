import { assert, assertEquals, assertThrows } from "@std/assert";
import { type LineOutput, ProgressLine } from "../../lib/cli/shared/progress_line.ts";
import type { ProgressReport } from "../../lib/internal/progress.ts";

function recorder(isTerminal: boolean): LineOutput & { text: string } {
  return {
    text: "",
    isTerminal: () => isTerminal,
    writeSync(bytes): number {
      this.text += new TextDecoder().decode(bytes);
      return bytes.length;
    },
  };
}

function report(done: number, label = "work"): ProgressReport {
  return { label, unit: "steps", done, total: 10, elapsed: 1 };
}

Deno.test("ProgressLine writes over its line on a terminal and leaves nothing of it", () => {
  const output = recorder(true);
  const line = new ProgressLine(output);
  line.show(report(1));
  line.show(report(2));
  line.print("a message");
  line.show(report(3));
  line.clear();
  line.clear();
  assertEquals(
    output.text,
    "\rwork: 10 %, 1 of 10 steps, 1.0 s\x1b[K\rwork: 20 %, 2 of 10 steps, 1.0 s\x1b[K" +
      "\r\x1b[Ka message\n\rwork: 30 %, 3 of 10 steps, 1.0 s\x1b[K\r\x1b[K",
  );
});

Deno.test("ProgressLine leaves nothing of its line where the work fails", () => {
  const output = recorder(true);
  const failing = () => {
    using line = new ProgressLine(output);
    line.show(report(1));
    throw new Error("stopped");
  };
  assertThrows(failing, Error, "stopped");
  assertEquals(output.text, "\rwork: 10 %, 1 of 10 steps, 1.0 s\x1b[K\r\x1b[K");
});

Deno.test("ProgressLine keeps to one line of the terminal", () => {
  const output = recorder(true);
  new ProgressLine(output).show(report(1, "w".repeat(500)));
  const shown = output.text.split("w").length - 1;
  assert(shown > 0 && shown < 500, `${shown}`);
  assertEquals(output.text, `\r${"w".repeat(shown)}\x1b[K`);
});

Deno.test("ProgressLine prints a plain line every ten seconds when piped", () => {
  const output = recorder(false);
  let ms = 0;
  const line = new ProgressLine(output, () => ms);
  for (let done = 0; done <= 8; done++) {
    ms = done * 4000;
    line.show(report(done));
  }
  line.clear();
  assertEquals(output.text, "work: 30 %, 3 of 10 steps, 1.0 s\nwork: 60 %, 6 of 10 steps, 1.0 s\n");
});
