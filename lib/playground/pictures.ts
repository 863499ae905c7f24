/**
 * Pictures of 32 × 32 pixels: images, weights, and where they meet.
 *
 * @module
 */

/// <reference lib="dom" />

/** Sides of every picture. */
export const SIDE = 32;

/** A canvas of 32 × 32 pixels that the style sheet enlarges. */
export function newPicture(label = ""): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  canvas.className = "pixels";
  if (label) {
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
  }
  return canvas;
}

/** Draws stored pixels. */
export function drawImage(canvas: HTMLCanvasElement, pixels: ArrayLike<number>): void {
  draw(canvas, (pixel, channel) => pixels[3 * pixel + channel]);
}

/** Draws a unit's weights: grey is 0, and its largest weight reaches the end of the scale. */
export function drawWeights(canvas: HTMLCanvasElement, weights: ArrayLike<number>): void {
  const most = greatest(weights);
  draw(canvas, (pixel, channel) => 127.5 * (1 + weights[3 * pixel + channel] / most));
}

/**
 * Draws what each pixel of the image adds to the unit's sum: blue where it adds, orange where it
 * takes away, and what matters little fades.
 */
export function drawEvidence(
  canvas: HTMLCanvasElement,
  weights: ArrayLike<number>,
  input: ArrayLike<number>,
): void {
  const sums = Float64Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const product = (channel: number) => weights[3 * pixel + channel] * input[3 * pixel + channel];
    return product(0) + product(1) + product(2);
  });
  const most = greatest(sums), context = canvas.getContext("2d")!;
  const image = context.createImageData(SIDE, SIDE);
  sums.forEach((sum, pixel) => {
    const color = sum > 0 ? FOR : AGAINST, opacity = Math.sqrt(Math.abs(sum) / most);
    image.data.set([...color, 255 * opacity], 4 * pixel);
  });
  context.putImageData(image, 0, 0);
}

/** The style sheet's --for and --against. */
const FOR = [47, 128, 237], AGAINST = [242, 140, 40];

function draw(
  canvas: HTMLCanvasElement,
  value: (pixel: number, channel: number) => number,
): void {
  const context = canvas.getContext("2d")!, image = context.createImageData(SIDE, SIDE);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[4 * pixel + channel] = value(pixel, channel);
    }
    image.data[4 * pixel + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** The greatest size of a value, never 0. */
function greatest(values: ArrayLike<number>): number {
  let most = Number.MIN_VALUE;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
