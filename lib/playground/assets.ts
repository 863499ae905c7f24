/**
 * The name of the file that the page loads, beside its programs.
 *
 * @module
 */

/** The images. */
export const CIFAR_FILE = "cifar10.bin";
