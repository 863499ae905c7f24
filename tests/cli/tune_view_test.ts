import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createStudy, RandomSampler, type Study } from "two-layer-net/tuning";
import { LiveLines } from "../../lib/cli/shared/live_lines.ts";
import { TuneView } from "../../lib/cli/tune/view.ts";

function terminal(isTerminal = true, columns = 60) {
  return {
    text: "",
    isTerminal: () => isTerminal,
    consoleSize: () => ({ columns, rows: 5 }),
    writeSync(bytes: Uint8Array): number {
      this.text += new TextDecoder().decode(bytes);
      return bytes.length;
    },
  };
}

Deno.test("LiveLines are written over, cut to the terminal, and taken away", () => {
  const output = terminal(true, 6);
  const lines = new LiveLines(output);
  lines.show(["abcdefgh", "b"]);
  lines.show(["c", "d", "e", "f", "g"]);
  lines.clear();
  lines.clear();
  assertEquals(output.text, "abcde\nb\n\x1b[2A\r\x1b[Jc\nd\ne\nf\n\x1b[4A\r\x1b[J");
});

Deno.test("LiveLines keep to a line each with characters that take two columns", () => {
  const output = terminal(true, 6);
  new LiveLines(output).show(["超參數搜尋", "a🎲b🎲"]);
  assertEquals(output.text, "超參\na🎲b\n");
});

Deno.test("LiveLines show nothing where nobody can watch", () => {
  const output = terminal(false);
  const lines = new LiveLines(output);
  lines.show(["a"]);
  lines.clear();
  assertEquals(output.text, "");
});

function makeStudy(): Study {
  const sampler = new RandomSampler();
  return createStudy({ name: "s", direction: "maximize", sampler, searchSpace: {} });
}

/** Ends trials 2, 0 and 1 of three that were begun, updating the view after each. */
function finishOutOfOrder(study: Study, view: TuneView): void {
  const trials = [study.ask(), study.ask(), study.ask()];
  for (const trial of trials) trial.suggestFloat("reg", 0, 1);
  trials[2].report(0.25, 4);
  study.tell(trials[2], null, { state: "PRUNED" });
  view.update();
  study.tell(trials[0], 0.48712);
  view.update();
  study.tell(trials[1], null, { state: "FAIL", error: "Error: no luck" });
  view.update();
}

Deno.test("TuneView prints finished trials in the order of their numbers, or as they finish", () => {
  const lines = [
    "trial 0: accuracy 0.4871",
    "trial 1: failed: Error: no luck",
    "trial 2: pruned after epoch 4, accuracy 0.25",
  ];
  const orders: [boolean, string[]][] = [[false, lines], [true, [lines[2], lines[0], lines[1]]]];
  for (const [unordered, expected] of orders) {
    const printed: string[] = [];
    const print = (line: string) => void printed.push(line);
    const study = makeStudy();
    using view = new TuneView(study, { total: 3, lastEpoch: 4, unordered, print, terminal: null });
    finishOutOfOrder(study, view);
    assertEquals(printed, expected);
  }
});

Deno.test("TuneView prints what finished before it, and in the end what waits for a gap", () => {
  const printed: string[] = [];
  const print = (line: string) => void printed.push(line.slice(0, 7));
  const study = makeStudy();
  study.tell(study.ask(), 0.1);
  {
    using view = new TuneView(study, {
      total: 3,
      lastEpoch: 4,
      unordered: false,
      print,
      terminal: null,
    });
    assertEquals(printed, ["trial 0"]);
    study.ask();
    study.tell(study.ask(), 0.3);
    view.update();
    assertEquals(printed, ["trial 0"]);
  }
  assertEquals(printed, ["trial 0", "trial 2"]);
});

Deno.test("TuneView's table tells of running trials, the best, the rate and the time left", () => {
  const output = terminal(true, 100);
  const study = makeStudy();
  using view = new TuneView(study, {
    total: 4,
    lastEpoch: 9,
    unordered: false,
    print: () => {},
    lines: new LiveLines(output),
  });
  assertStringIncludes(output.text, "s: 0 of 4 trials, 0.0 s, no best yet, 0 running\n");
  study.tell(study.ask(), 0.487);
  study.ask().report(0.3125, 2);
  output.text = "";
  view.update();
  assertMatch(
    output.text,
    /s: 1 of 4 trials, .* left, .* trials\/min, best 0.487 \(trial 0\), 1 running\n0.3125 {4}epoch 2\/9, \d\.\d s +1\n$/,
  );
});
