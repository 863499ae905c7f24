import { gradientErrorValley } from "two-layer-net/plotting";

export default gradientErrorValley({
  h: [1e-2, 1e-4, 1e-6, 1e-8],
  errors: { W1: [1e-4, 1e-8, 4e-10, 1e-8], b2: [2e-4, 3e-8, 2e-10, 3e-8] },
});
