import { lineChart } from "two-layer-net/plotting";

const x = [1000, 10_000, 49_000];

export default lineChart({
  train: { x, y: [1, 0.64, 0.51], error: [0, 0.04, NaN] },
  test: { x, y: [0.33, 0.44, 0.48], error: [0.03, 0.02, 0.02] },
}, { xTitle: "Training images", yTitle: "Accuracy", xScale: "log", yFormat: ".0%", points: true });
