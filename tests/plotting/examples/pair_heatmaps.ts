import { pairHeatmaps } from "two-layer-net/plotting";
import { trials } from "./trials.ts";

const [chart] = pairHeatmaps(trials, {
  dimensions: ["learningRate", "hiddenSize"],
  value: "value",
  logarithmic: ["learningRate"],
});

export default chart;
