import { assert, assertEquals, assertThrows } from "@std/assert";
import { DeviceWatch } from "../../lib/tfjs/device_watch.ts";

/** A device without a graphics card. */
function fakeDevice() {
  const { promise, resolve } = Promise.withResolvers<{ reason: string; message: string }>();
  const device = Object.assign(new EventTarget(), { lost: promise });
  return { device: device as unknown as GPUDevice, lose: resolve };
}

function watched() {
  const { device, lose } = fakeDevice();
  const watch = new DeviceWatch();
  watch.watch(device);
  watch.check();
  return { device, lose, watch };
}

const ADVICE =
  ': what it held is not to be trusted. Make a new backend with createTfjsBackend("webgpu")';

Deno.test("a lost device is reported with its reason", async () => {
  const { lose, watch } = watched();
  lose({ reason: "unknown", message: "unplugged" });
  await Promise.resolve();
  assert(watch.failed);
  assertThrows(() => watch.check(), Error, `device was lost (unknown: unplugged)${ADVICE}`);
});

Deno.test("an error that nobody caught is reported, and not printed", () => {
  const { device, watch } = watched();
  const error = { message: "Not enough memory left" };
  const event = Object.assign(new Event("uncapturederror", { cancelable: true }), { error });
  device.dispatchEvent(event);
  assert(event.defaultPrevented);
  assertThrows(() => watch.check(), Error, `device failed (Not enough memory left)${ADVICE}`);
});

Deno.test("errors of the device are explained, others are left as they are", () => {
  const { watch } = watched();
  const other = new Error("Tensor is disposed.");
  assertEquals(watch.explain(other), other);
  const own = new DOMException("Buffer is invalid", "OperationError");
  const explained = watch.explain(own) as Error;
  assertEquals(explained.cause, own);
  assert(explained.message.startsWith(`The WebGPU device failed (Buffer is invalid)${ADVICE}`));
});
