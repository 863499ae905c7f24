import { barChart } from "two-layer-net/plotting";

export default barChart([
  { label: "baseline", value: 0.487, error: 0.006 },
  { label: "no regularisation", value: 0.462 },
], { title: "Ablation", valueTitle: "Accuracy", baseline: 0.487 });
