import { parameterImportances } from "two-layer-net/plotting";

export default parameterImportances({ reg: 0.04, learningRate: 0.9, hiddenSize: 0.06 });
