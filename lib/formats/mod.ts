/**
 * Nets and arrays in the formats of others.
 *
 * @module
 */

export { decodeNpy, encodeNpy, type NpyArray, type NpyData } from "../matrix/npy.ts";
export { decodeNpz, encodeNpz } from "../matrix/npz.ts";
