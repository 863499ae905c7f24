import { parallelCoordinates } from "two-layer-net/plotting";
import { trials } from "./trials.ts";

export default parallelCoordinates(trials, {
  title: "Search",
  dimensions: ["learningRate", "hiddenSize", "rule"],
  value: "value",
  logarithmic: ["learningRate"],
});
