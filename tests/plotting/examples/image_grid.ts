import { imageGrid } from "two-layer-net/plotting";

const image = (shift: number) =>
  Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 5 + (i >> 7) * shift) % 256);

export default imageGrid(Array.from({ length: 5 }, (_, i) => image(9 * i)), {
  title: "True class: answer and its probability",
  captions: ["cat: dog? 91 %", "truck: automobile? 90 %", "ship: plane?", "frog: deer?", "dog?"],
  rowLabels: ["first", "second"],
  columns: 3,
  scale: 4,
  padding: 6,
});
