import { accuracyCurves } from "two-layer-net/plotting";

export default accuracyCurves({ train: [0.1, 0.2, 0.275], validation: [0.11, 0.21, 0.287] });
