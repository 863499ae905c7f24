import { RandomState } from "two-layer-net";

const N = 10 ** 7;
const rng = new RandomState(0);

Deno.bench("10**7 draws of randn", { n: 5, warmup: 1 }, () => {
  rng.randn(N);
});

Deno.bench("10**7 draws of rand", { n: 5, warmup: 1 }, () => {
  rng.rand(N);
});

Deno.bench("10**7 draws of choice(49000)", { n: 5, warmup: 1 }, () => {
  rng.choice(49000, N);
});

Deno.bench("permutation of 10**6", { n: 5, warmup: 1 }, () => {
  rng.permutation(10 ** 6);
});

Deno.bench("one batch: choice(49000, 200)", () => {
  rng.choice(49000, 200);
});

Deno.bench("weights of the assignment's net: randn(3072, 50)", () => {
  rng.randn(3072, 50);
});
