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
      this.#failure ??= `was lost (${reason}: ${message})`;
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
    if (!this.failed) return;
    throw new Error(
      `The WebGPU device ${this.#failure}: what it held is not to be trusted. ` +
        `Make a new backend with createTfjsBackend("webgpu"), and new nets, from saved weights`,
    );
  }
}
