import { learningCurves } from "two-layer-net/plotting";
import { trials } from "./trials.ts";

export default learningCurves(trials);
