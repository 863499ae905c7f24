/** Charts answer to the pointer: in Chromium, where there is one, as events reach them there. */

import { assert, assertEquals } from "@std/assert";
import { type Chart, htmlReport } from "two-layer-net/plotting";
import { domOf, hasChromium } from "./chromium.ts";

/** What a page's script may use: events at places of the first chart, and what is drawn. */
const HELPERS = `
const svg = () => document.querySelector("figure svg");
const all = (selector) => [...svg().querySelectorAll(selector)];
const fire = (target, type, x, y, more = {}) => {
  const { left, top } = svg().getBoundingClientRect();
  const Event = type === "wheel" ? WheelEvent : type.startsWith("pointer") ? PointerEvent : MouseEvent;
  target.dispatchEvent(new Event(type, {
    bubbles: true, cancelable: true, view: window, clientX: left + x, clientY: top + y, ...more,
  }));
};
const at = (x, y) => {
  const { left, top } = svg().getBoundingClientRect();
  return document.elementFromPoint(left + x, top + y);
};
const drag = (from, to) => {
  fire(at(...from), "pointerdown", ...from);
  fire(window, "pointermove", ...to);
  fire(window, "pointermove", ...to);
  fire(window, "pointerup", ...to);
};
const click = (element) => {
  const [own, whole] = [element, svg()].map((e) => e.getBoundingClientRect());
  fire(element, "click", own.x - whole.x + own.width / 2, own.y - whole.y + own.height / 2);
};
const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
const labels = () => all(".role-axis-label text").map((e) => e.textContent).filter(Boolean).sort();
const opacities = (mark) => all(mark + ".role-mark path").map((e) => Number(e.getAttribute("opacity")));
`;

/** What `script`, which has the helpers, returns on an interactive page of the chart. */
async function onPage(chart: Chart, script: string): Promise<unknown> {
  const page = await htmlReport({
    title: "t",
    sections: [{ heading: "h", pictures: [chart] }],
    interactive: true,
  });
  const code = `<script>${HELPERS}(async () => { await pause(); ${script} })().then((found) => {
    document.documentElement.dataset.found = JSON.stringify(found); });</script></body>`;
  const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/;
  const dom = await domOf(page.replace(policy, "").replace("</body>", () => code));
  const found = dom.match(/<html[^>]* data-found="([^"]*)"/)?.[1];
  assert(found !== undefined, "the script ended");
  return JSON.parse(found.replaceAll("&quot;", '"'));
}

const example = async (name: string): Promise<Chart> =>
  (await import(`./examples/${name}.ts`)).default;

function inChromium(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !hasChromium, fn });
}

inChromium("a history zooms with Ctrl and the wheel, moves, and shows all again", async () => {
  const found = await onPage(
    await example("history_chart"),
    `
    const states = [labels()];
    const step = async (act) => { act(); await pause(); states.push(labels()); };
    await step(() => fire(at(300, 150), "wheel", 300, 150, { deltaY: -500 }));
    await step(() => fire(at(300, 150), "wheel", 300, 150, { deltaY: -500, ctrlKey: true }));
    await step(() => drag([300, 150], [400, 150]));
    await step(() => fire(at(300, 150), "dblclick", 300, 150));
    return states;`,
  ) as string[][];
  const [before, wheel, zoomed, moved, again] = found;
  assert(before.includes("0") && before.includes("1,000"), `${before}`);
  assertEquals(wheel, before);
  assert(zoomed.includes("450") && !zoomed.includes("1,000"), `${zoomed}`);
  assert(moved.join() !== zoomed.join() && !moved.includes("1,000"), `${moved}`);
  assertEquals(again, before);
});

inChromium("a click on a legend dims the other lines, a second one ends that", async () => {
  const found = await onPage(
    await example("line_chart_error_bars"),
    `
    const [train, test] = all(".role-legend-label text");
    const states = [opacities(".mark-line")];
    for (const entry of [train, test, train, test]) {
      click(entry);
      await pause();
      states.push(opacities(".mark-line"));
    }
    return states;`,
  );
  assertEquals(found, [[1, 1], [1, 0.12], [1, 1], [0.12, 1], [1, 1]]);
});

inChromium("the point nearest to the pointer is shown on a rule, with its values", async () => {
  const found = await onPage(
    await example("accuracy_curves"),
    `
    const shown = () => opacities(".mark-symbol").filter((opacity) => opacity === 1).length;
    const rules = () => all(".mark-rule.role-mark line").length;
    const before = [shown(), rules()];
    const near = [250, 120];
    for (const type of ["pointerover", "pointermove", "mousemove"]) fire(at(...near), type, ...near);
    await pause();
    const tooltip = document.querySelector("figure [title], figure[title]")?.getAttribute("title");
    return { before, after: [shown(), rules()], tooltip: tooltip ?? null };`,
  ) as { before: number[]; after: number[]; tooltip: string };
  const [[points, rules], after] = [found.before, found.after];
  assertEquals([rules, after], [0, [points + 1, 1]]);
  assert(
    /Series: (train|validation)\nEpoch: 1\nAccuracy: 2[01]/.test(found.tooltip),
    found.tooltip,
  );
});

inChromium("a brush over a slice dims the curves of the trials outside of it", async () => {
  const found = await onPage(
    await example("linked_slices"),
    `
    const lines = () => opacities(".mark-line").filter((opacity) => opacity === 1).length;
    const states = [lines()];
    drag([75, 40], [190, 130]);
    await pause();
    states.push(lines());
    fire(at(100, 80), "dblclick", 100, 80);
    await pause();
    return [...states, lines()];`,
  ) as number[];
  const [before, brushed, after] = found;
  assertEquals([before, after], [20, 20]);
  assert(brushed > 0 && brushed < 10, `${brushed} lines`);
});
