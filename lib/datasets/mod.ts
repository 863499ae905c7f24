/**
 * Data of one's own: images from folders, tables and the files of NumPy and MNIST.
 *
 * @module
 */

export type { LabelledSets } from "./labelled_sets.ts";
export { type Dataset, type DatasetOptions, loadDataset } from "./own/load_dataset.ts";
export type { DataOrigin, Split } from "./origin.ts";
