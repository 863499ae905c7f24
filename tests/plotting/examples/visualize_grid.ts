import { visualizeGrid } from "two-layer-net/plotting";

const [rows, cols] = [8 * 8 * 3, 10];
const data = Float64Array.from({ length: rows * cols }, (_, i) => (i * 7919) % 10_007);

export default visualizeGrid({ rows, cols, data }, {
  imageWidth: 8,
  imageHeight: 8,
  padding: 3,
  scale: 4,
});
