/**
 * The page: what the reader does, what the worker tells, and when what is drawn.
 *
 * @module
 */

/// <reference lib="dom" />

import { CIFAR10_CLASSES } from "../datasets/cifar10_files.ts";
import { AnswerView } from "./answer_view.ts";
import { showCourse } from "./course_view.ts";
import { byId, element, oncePerFrame } from "./dom.ts";
import { download, takeFiles } from "./files.ts";
import type { Message, Ready, Request } from "./messages.ts";
import { readNet, writeNet } from "./net_file.ts";
import { readPicture } from "./own_picture.ts";
import { Painting } from "./painting.ts";
import { drawImage, newPicture } from "./pictures.ts";
import { fromFragment, toFragment } from "./settings.ts";
import { createSliders } from "./sliders.ts";
import { State } from "./state.ts";
import { letChooseTheme } from "./theme.ts";
import { clearVerdict, showVerdict } from "./verdict.ts";

const { settings, problems } = fromFragment(location.hash);
const state = new State(settings);
const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const send = (request: Request): void => worker.postMessage(request);

const answers = new AnswerView(state, () => drawAnswer());
const drawAnswer = oncePerFrame(() => answers.show());
const draw = oncePerFrame(() => {
  showCourse(state);
  answers.show();
  if (state.running === "running") send({ type: "drawn" });
});
const sliders = createSliders(byId("sliders"), (name, value) => {
  change({ ...state.settings, [name]: value });
});
const painting = new Painting(byId("image"), byId("palette"), (paint) => {
  state.pixels = state.pixels.slice();
  paint(state.pixels);
  showImage(state.pixels, null);
});

worker.onmessage = ({ data }: MessageEvent<Message>) => {
  switch (data.type) {
    case "loading":
      byId<HTMLProgressElement>("done").value = data.of > 0 ? data.bytes / data.of : 0;
      return;
    case "ready":
      return start(data);
    case "report":
      if (state.take(data)) draw();
      if (state.hasDiverged && state.running === "running") stopDiverged();
      if (data.state === "finished") announceEnd();
      return;
    case "failed":
      showVerdict(data.message, "bad");
  }
};
worker.onerror = ({ message }) => showVerdict(`The worker ended: ${message}`, "bad");

function start(ready: Ready): void {
  state.ready = ready;
  byId("about").textContent =
    `${ready.training.toLocaleString("en")} images of CIFAR-10 to learn from, ` +
    `${ready.validation.toLocaleString("en")} others to judge by. ${ready.backend}.`;
  showSamples(ready);
  begin();
}

/** A new net, untrained. */
function begin(): void {
  state.begin();
  send({ type: "start", run: state.run, settings: state.settings });
  draw();
}

/** Other settings need another net; a training that was going on goes on with it. */
function change(settings: State["settings"]): void {
  const goesOn = state.running === "running";
  clearVerdict();
  state.settings = settings;
  sliders.show(settings);
  history.replaceState(null, "", `#${toFragment(settings)}`);
  if (!state.ready) return;
  begin();
  if (goesOn) allow(Infinity);
}

function allow(steps: number): void {
  if (steps > 0) state.running = "running";
  send({ type: "allow", steps });
  draw();
}

/** What is no number stays so. */
function stopDiverged(): void {
  allow(0);
  const advice = "The steps were too large: a lower learning rate helps.";
  showVerdict(`The loss is no longer a number. ${advice}`, "bad");
}

function train(): void {
  if (!state.ready) return;
  if (state.running === "running") return allow(0);
  clearVerdict();
  if (state.running === "finished" || state.hasDiverged || state.file !== null) begin();
  allow(Infinity);
}

function step(): void {
  if (!byId<HTMLButtonElement>("step").disabled) allow(1);
}

function reset(): void {
  if (byId<HTMLButtonElement>("reset").disabled) return;
  clearVerdict();
  begin();
}

function announceEnd(): void {
  const accuracy = byId("accuracy-value").textContent;
  byId("announce").textContent = `Trained for ${state.step} steps. Accuracy ${accuracy}.`;
}

/** Shows the net another image; its class is null where nobody knows it. */
function showImage(pixels: Uint8Array, truth: number | null): void {
  [state.pixels, state.truth, state.asked] = [pixels, truth, null];
  const name = truth === null ? "An image of your own" : `A test image: ${CIFAR10_CLASSES[truth]}`;
  byId("image").setAttribute("aria-label", name);
  drawAnswer();
}

function showSamples({ samples: { pixels, labels } }: Ready): void {
  const buttons = Array.from(labels, (label, i) => {
    const image = pixels.subarray(3072 * i, 3072 * (i + 1)), picture = newPicture();
    drawImage(picture, image);
    const show = () => showImage(image, label);
    const button = element("button", { className: "sample", onclick: show }, picture);
    button.setAttribute("aria-label", CIFAR10_CLASSES[label]);
    return button;
  });
  byId("samples").replaceChildren(...buttons);
  if (buttons.length > 0) buttons[0].click();
}

/** A picture is looked at, a net shown. */
async function open(file: File): Promise<void> {
  clearVerdict();
  try {
    if (file.name.toLowerCase().endsWith(".safetensors")) await openNet(file);
    else {
      showImage(await readPicture(file), null);
      showVerdict(`${file.name}: its middle square, 32 pixels wide.`, "good");
    }
  } catch (error) {
    showVerdict((error as Error).message, "bad");
  }
}

async function openNet(file: File): Promise<void> {
  if (!state.ready) throw new Error("The page is still loading.");
  const net = readNet(new Uint8Array(await file.arrayBuffer()), file.name, state.ready.mean);
  if (state.running === "running") allow(0);
  [state.net, state.file] = [net, file.name];
  showVerdict(`${file.name}: a net of ${net.params.W1.cols} hidden units.`, "good");
  draw();
}

function saveNet(): void {
  if (!state.net) return;
  const name = `net-${state.settings.hiddenSize}-${state.step}.safetensors`;
  download(name, writeNet(state.net, state.settings, state.step));
}

async function copy(text: string, done: string): Promise<void> {
  await navigator.clipboard.writeText(text).then(
    () => showVerdict(done, "good"),
    () => showVerdict(`The browser does not let this page copy: ${text}`, "bad"),
  );
}

async function copyLink(): Promise<void> {
  history.replaceState(null, "", `#${toFragment(state.settings)}`);
  await copy(location.href, "The link is copied: it holds these settings.");
}

async function copyCommand(): Promise<void> {
  await copy(byId("command").textContent!, "The command is copied.");
}

const actions: Record<string, () => void> = {
  train,
  step,
  reset,
  "save-net": saveNet,
  "copy-link": copyLink,
  "copy-command": copyCommand,
};
for (const [id, action] of Object.entries(actions)) byId(id).addEventListener("click", action);
byId("draw").addEventListener("click", () => {
  painting.isOn = !painting.isOn;
  byId("draw").setAttribute("aria-pressed", String(painting.isOn));
});
addEventListener("keydown", (event) => {
  const isShortcut = !event.ctrlKey && !event.metaKey && !event.altKey;
  // The space bar presses a button that has the focus, and letters go into no field.
  const taken = event.key === " " ? "button, input, summary, canvas, pre" : "input";
  const isFree = event.target instanceof Element && !event.target.closest(taken);
  const action = { " ": train, s: step, r: reset }[event.key.toLowerCase()];
  if (!isShortcut || !isFree || !action) return;
  event.preventDefault();
  action();
});
addEventListener("hashchange", () => {
  const { settings, problems } = fromFragment(location.hash);
  change(settings);
  if (problems.length > 0) showVerdict(problems.join(" "), "bad");
});
new ResizeObserver(() => draw()).observe(document.body);
letChooseTheme(byId("theme"));
takeFiles({ "choose-image": "image/*", "open-net": ".safetensors" }, open);
sliders.show(settings);
if (problems.length > 0) showVerdict(problems.join(" "), "bad");
showCourse(state);
