import { historyChart } from "two-layer-net/plotting";

const loss = Array.from({ length: 1000 }, (_, i) => 2.3 - 0.35 * i / 1000 + 0.02 * Math.sin(i));

export default historyChart(loss, { smoothing: 0.9, subtitle: "batches of 200", maxPoints: 300 });
