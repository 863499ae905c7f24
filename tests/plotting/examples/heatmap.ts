import { heatmap } from "two-layer-net/plotting";

const grid = [40, 120].flatMap((hiddenSize) =>
  [1e-4, 1e-3, 5e-3].flatMap((learningRate) =>
    [0.2, 0.4].map((reg) => ({
      hiddenSize,
      learningRate,
      reg,
      accuracy: learningRate === 5e-3 ? 0.087 : 0.4 + hiddenSize / 2000 + reg / 100,
      diverged: learningRate === 5e-3,
    }))
  )
);

export default heatmap(grid, {
  x: "hiddenSize",
  y: "learningRate",
  value: "accuracy",
  facet: "reg",
  diverged: "diverged",
  title: "Grid",
  xTitle: "Hidden size",
});
