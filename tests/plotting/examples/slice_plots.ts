import { slicePlots } from "two-layer-net/plotting";
import { trials } from "./trials.ts";

export default slicePlots(trials, {
  dimensions: ["learningRate", "hiddenSize", "rule"],
  value: "value",
  valueTitle: "Accuracy",
  logarithmic: ["learningRate"],
  diverged: "diverged",
});
