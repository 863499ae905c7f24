/**
 * The part of the page that tells how training goes: counts, buttons, charts, the log.
 *
 * @module
 */

/// <reference lib="dom" />

import { byId, element } from "./dom.ts";
import { drawChart, type Line, lossLine } from "./line_chart.ts";
import { runLog } from "./run_log.ts";
import { terminalCommand } from "./settings.ts";
import type { Course, State } from "./state.ts";

const ICONS = { play: "M7 4.5v15l13-7.5z", pause: "M6.5 5h4v14h-4zM13.5 5h4v14h-4z" };

/** Shows where the run stands. */
export function showCourse(state: State): void {
  showRun(state);
  for (const key of document.querySelectorAll<HTMLElement>(".key.before")) {
    key.hidden = state.before.losses.length === 0;
  }
  showLoss(state);
  showAccuracy(state);
  showTerminal(state);
}

function showRun({ step, running, speed, settings, file, ready, hasDiverged }: State): void {
  const isRunning = running === "running", isOver = running === "finished" || hasDiverged;
  byId("train-icon").setAttribute("d", isRunning ? ICONS.pause : ICONS.play);
  byId("train-label").textContent = isRunning ? "Pause" : step > 0 && !isOver ? "Go on" : "Train";
  byId<HTMLButtonElement>("train").disabled = !ready;
  byId<HTMLButtonElement>("step").disabled = !ready || isRunning || isOver || file !== null;
  byId<HTMLButtonElement>("reset").disabled = !ready || (step === 0 && file === null);
  byId<HTMLButtonElement>("save-net").disabled = !ready || isRunning || file !== null;
  byId("step-count").textContent = step.toLocaleString("en");
  byId("step-of").textContent = `of ${settings.numIters.toLocaleString("en")} steps`;
  byId("speed").textContent = runText();
  byId<HTMLProgressElement>("done").value = step / settings.numIters;

  function runText(): string {
    if (!ready) return "loading";
    if (file !== null) return file;
    if (hasDiverged) return "diverged";
    if (running === "finished") return "trained";
    if (isRunning) return `${Math.round(speed).toLocaleString("en")} a second`;
    return step > 0 ? "paused" : "untrained";
  }
}

function showLoss({ course, before, settings, hasDiverged }: State): void {
  const steps = settings.numIters, { line, band } = lossLine(course.losses, steps);
  const last = lossLine(before.losses, steps).line.filter(([step]) => step <= steps);
  const values = [...line, ...last].map(([, value]) => value);
  byId("loss-value").textContent = hasDiverged ? "∞" : line.at(-1)?.[1].toFixed(2) ?? "–";
  drawChart(byId<SVGSVGElement>("loss-chart"), {
    lines: [{ className: "before", points: last }, { className: "loss", points: line }],
    band,
    steps,
    least: Math.min(1.5, ...values),
    most: Math.min(Math.max(2.4, ...values), 8),
    mark: { value: Math.log(10), label: "guessing" },
    format: (value) => value.toFixed(1),
  });
}

function showAccuracy({ course, before, settings }: State): void {
  const steps = settings.numIters;
  const values = (of: Course, name: "train" | "val"): Line["points"] =>
    of.accuracies.filter(({ step }) => step <= steps).map((found) => [found.step, found[name]]);
  const lines: Line[] = [
    { className: "before", points: values(before, "val") },
    { className: "train", points: values(course, "train") },
    { className: "val", points: values(course, "val") },
  ];
  const most = Math.max(0.5, ...lines.flatMap(({ points }) => points.map(([, value]) => value)));
  const last = course.accuracies.at(-1)?.val;
  byId("accuracy-value").textContent = last === undefined ? "–" : `${Math.round(100 * last)} %`;
  drawChart(byId<SVGSVGElement>("accuracy-chart"), {
    lines,
    steps,
    most,
    mark: { value: 0.1, label: "guessing" },
    format: (value) => `${Math.round(100 * value)} %`,
  });
}

function showTerminal({ ready, course, settings, running, step, digest }: State): void {
  if (!ready || running === "running") return;
  const options = terminalCommand(settings, ready).split(" --");
  byId("command").replaceChildren(...options.flatMap((option, i) => {
    return i === 0 ? [option] : [" ", element("span", {}, `--${option}`)];
  }));
  byId("log").textContent = runLog(course.losses, settings.numIters);
  byId("digest-step").textContent = String(step);
  byId("digest").textContent = digest;
  byId("backend").textContent = ready.backend;
}
