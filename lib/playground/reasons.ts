/**
 * The units that had the greatest part in an answer, each as its weights times the image.
 *
 * @module
 */

/// <reference lib="dom" />

import type { FloatArray } from "../matrix/matrix.ts";
import { element } from "./dom.ts";
import { type Contribution, weightsOf } from "./explain.ts";
import type { ShownNet } from "./net_file.ts";
import { drawEvidence, drawImage, drawWeights, newPicture } from "./pictures.ts";

/** How many units are explained. */
const EXPLAINED_UNITS = 4;

/** What is explained. */
export interface Question {
  readonly net: ShownNet;
  /** The image's bytes, and as the net sees it. */
  readonly pixels: Uint8Array;
  readonly input: FloatArray;
  readonly hidden: FloatArray;
  /** The class asked about, and its name. */
  readonly label: number;
  readonly name: string;
  readonly reasons: readonly Contribution[];
  /** A unit to explain whatever its part. */
  readonly unit: number | null;
}

/** Draws the reasons. */
export function drawReasons(target: HTMLElement, question: Question): void {
  const { reasons, unit } = question;
  const chosen = reasons.filter((reason) => reason.unit === unit);
  const others = reasons.filter((reason) => reason.unit !== unit);
  const shown = [...chosen, ...others].slice(0, EXPLAINED_UNITS);
  const most = Math.max(...shown.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  target.replaceChildren(...shown.map((reason) => drawReason(question, reason, most)));
}

function drawReason(
  { net, pixels, input, hidden, label, name, unit: chosen }: Question,
  { unit, value }: Contribution,
  most: number,
): HTMLElement {
  const weights = weightsOf(net.params, unit);
  const [seen, image, evidence] = [
    newPicture(`Weights of unit ${unit + 1}`),
    newPicture("The image"),
    newPicture("Where they agree, blue, and where they do not, orange"),
  ];
  drawWeights(seen, weights);
  drawImage(image, pixels);
  drawEvidence(evidence, weights, input);
  const part = element("span", { className: `part ${value < 0 ? "against" : "for"}` });
  part.style.setProperty("--share", (Math.abs(value) / most).toFixed(3));
  return element(
    "article",
    { className: unit === chosen ? "reason chosen" : "reason" },
    element("h3", {}, `Unit ${unit + 1}`),
    element("div", { className: "product" }, seen, "×", image, "=", evidence),
    element(
      "p",
      {},
      `answers ${short(hidden[unit])}, times ${
        signed(net.params.W2.at(unit, label))
      } for ${name}: `,
      element("strong", {}, signed(value)),
    ),
    part,
  );
}

/** A number in few digits. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return "no number";
  return value.toFixed(Math.abs(value) < 0.1 && value !== 0 ? 3 : Math.abs(value) < 10 ? 2 : 1);
}

/** The same with its sign. */
export function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${short(Math.abs(value))}`;
}
