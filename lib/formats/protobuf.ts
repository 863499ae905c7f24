/**
 * Messages of Protocol Buffers, field by field: https://protobuf.dev/programming-guides/encoding.
 *
 * @module
 */

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/**
 * The value of a field: text; an integer (int32, int64, bool or enum); bytes or a message within; a
 * `float` or a `double`. One that is `undefined` is left out.
 */
export type FieldValue =
  | string
  | number
  | Uint8Array
  | { readonly float: number }
  | { readonly double: number }
  | undefined;

/** The bytes of a message of the given fields, by their numbers; a repeated one comes repeatedly. */
export function message(...fields: (readonly [number, FieldValue])[]): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  for (const [number, value] of fields) write(writer, number, value);
  return writer.finish() as Uint8Array<ArrayBuffer>;
}

/** One field for each of the values. */
export function repeated(number: number, values: readonly FieldValue[]): [number, FieldValue][] {
  return values.map((value) => [number, value]);
}

function write(writer: BinaryWriter, number: number, value: FieldValue): void {
  if (value === undefined) return;
  if (typeof value === "number") writer.tag(number, WireType.Varint).int64(value);
  else if (typeof value === "string") writer.tag(number, WireType.LengthDelimited).string(value);
  else if (value instanceof Uint8Array) {
    writer.tag(number, WireType.LengthDelimited).bytes(value);
  } else if ("float" in value) writer.tag(number, WireType.Bit32).float(Math.fround(value.float));
  else writer.tag(number, WireType.Bit64).double(value.double);
}
