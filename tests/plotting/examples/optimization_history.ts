import { optimizationHistory } from "two-layer-net/plotting";
import { trials } from "./trials.ts";

export default optimizationHistory(trials, { valueTitle: "Validation accuracy" });
