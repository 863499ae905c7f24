import { heatmap } from "two-layer-net/plotting";

const grid = [0.468, null, undefined, undefined].map((accuracy, i) => (
  { hiddenSize: 40 + 20 * i, reg: 0.2, accuracy }
));

export default heatmap(grid, { x: "hiddenSize", y: "reg", value: "accuracy", title: "Half" });
