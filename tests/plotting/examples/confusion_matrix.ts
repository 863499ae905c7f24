import { confusionMatrix } from "two-layer-net/plotting";

export default confusionMatrix([[8, 2, 0], [1, 9, 0], [0, 0, 0]], {
  classNames: ["cat", "dog", "frog & toad"],
});
