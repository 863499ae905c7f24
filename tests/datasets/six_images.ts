/** Six images of 2 × 1 pixels in two channels: `np.random.RandomState(7).randint(0, 256, (6, 4))`. */

import { ImageSet } from "two-layer-net";

export const SIX_IMAGES = new ImageSet({
  pixels: Uint8Array.from([
    ...[175, 196, 25, 246],
    ...[67, 211, 151, 103],
    ...[92, 185, 142, 23],
    ...[72, 89, 110, 42],
    ...[218, 136, 167, 230],
    ...[68, 176, 127, 135],
  ]),
  labels: Uint8Array.of(0, 1, 2, 3, 4, 5),
  height: 2,
  width: 1,
  channels: 2,
});
