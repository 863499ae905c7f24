import { linkedSlices } from "two-layer-net/plotting";
import { trials } from "./trials.ts";

export default linkedSlices(trials, {
  title: "Search",
  dimensions: ["learningRate", "hiddenSize"],
  value: "value",
  valueTitle: "Accuracy",
  logarithmic: ["learningRate"],
});
