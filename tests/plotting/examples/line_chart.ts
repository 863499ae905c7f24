import { lineChart } from "two-layer-net/plotting";

const loss = Array.from({ length: 1000 }, (_, i) => 2.3 - 0.35 * i / 1000 + 0.02 * Math.sin(i));

export default lineChart(
  { "lr 1e-4": loss, "lr 5e-3": loss.map((value, i) => i > 600 ? NaN : value) },
  { title: "Two runs", xTitle: "Iteration", yTitle: "Loss", maxPoints: 200 },
);
