/**
 * Notices when a WebGPU device fails, which TensorFlow.js does not: it hands out zeros instead.
 *
 * @module
 */

/** Whether the device behind a backend is to be trusted. */
export class DeviceWatch {
  #failure: string | undefined;

  /** Notes the loss of the device and every error that nobody caught, such as a lack of memory. */
  watch(device: GPUDevice): void {
    device.lost.then(({ reason, message }) => {
      this.#failure = `was lost (${reason}: ${message})`;
    });
    device.addEventListener("uncapturederror", (event) => {
      event.preventDefault(); // Deno would print it.
      this.#failure ??= `failed (${(event as GPUUncapturedErrorEvent).error.message})`;
    });
  }

  /** Whether the device failed. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** Throws an Error if the device failed, with what to do. */
  check(): void {
    if (this.failed) throw this.#error();
  }

  /** The error to throw for one that came out of TensorFlow.js: the device's own mean its failure. */
  explain(error: unknown): unknown {
    if (error instanceof DOMException) this.#failure ??= `failed (${error.message})`;
    return this.failed ? this.#error(error) : error;
  }

  #error(cause?: unknown): Error {
    return new Error(
      `The WebGPU device ${this.#failure}: what it held is not to be trusted. ` +
        `Make a new backend with createTfjsBackend("webgpu"), and new nets, from saved weights`,
      { cause },
    );
  }
}
