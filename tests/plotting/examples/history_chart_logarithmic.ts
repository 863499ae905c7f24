import { historyChart } from "two-layer-net/plotting";

export default historyChart([1000, 10, 1, 0.1, 0, 2e-3, 1e-3], { yScale: "log" });
