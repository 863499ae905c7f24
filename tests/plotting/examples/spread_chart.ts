import { spreadChart } from "two-layer-net/plotting";

export default spreadChart([
  { name: "raw", values: [0.51, 0.52, 0.53] },
  { name: "whitened", values: [0.561] },
  { name: "flipped", values: [] },
], { title: "Ablation", valueTitle: "Accuracy", format: ".1%", baseline: 0.5 });
