/** Every entry in one, as the fuzz calls them. */

export * from "two-layer-net";
export * as assignment from "two-layer-net/assignment";
export * from "two-layer-net/datasets";
export * from "two-layer-net/formats";
export * from "two-layer-net/queue";
export * from "two-layer-net/search";
export * from "two-layer-net/training";
export * from "two-layer-net/tuning";
