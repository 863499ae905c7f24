/**
 * Jupyter's messages on the wire: four JSON parts behind a delimiter and an HMAC-SHA256 signature
 * (https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol).
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";

const DELIMITER = "<IDS|MSG>";
const PROTOCOL_VERSION = "5.3";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A message as it comes from the kernel. */
export interface Message {
  /** What kind: "stream", "display_data", "execute_reply" and so on. */
  type: string;
  /** The `msg_id` of the request that it answers; undefined where it answers none. */
  parentId: string | undefined;
  /** What it says; the fields depend on the type. */
  // deno-lint-ignore no-explicit-any
  content: Record<string, any>;
}

/** Signs what goes out, and checks and reads what comes in. */
export class MessageCodec {
  readonly #key: string;
  readonly #session: string = crypto.randomUUID();

  /** Signs with the key of the kernel's connection file. */
  constructor(key: string) {
    this.#key = key;
  }

  /** A request as the parts of a ZMTP message, and the id that its replies will carry. */
  encode(type: string, content: Record<string, unknown>): { id: string; parts: Uint8Array[] } {
    const id = crypto.randomUUID();
    const header = {
      msg_id: id,
      session: this.#session,
      username: "runner",
      date: new Date().toISOString(),
      msg_type: type,
      version: PROTOCOL_VERSION,
    };
    const signed = [header, {}, {}, content].map((part) => encoder.encode(JSON.stringify(part)));
    const head = [DELIMITER, this.#sign(signed)].map((part) => encoder.encode(part));
    return { id, parts: [...head, ...signed] };
  }

  /** The message in these parts, or undefined where the signature is not right. */
  decode(parts: Uint8Array[]): Message | undefined {
    const start = parts.findIndex((part) => decoder.decode(part) === DELIMITER) + 1;
    const [signature, ...signed] = parts.slice(start, start + 5);
    if (start === 0 || signed.length < 4 || decoder.decode(signature) !== this.#sign(signed)) {
      return undefined;
    }
    const [header, parent, , content] = signed.map((part) => JSON.parse(decoder.decode(part)));
    return { type: header.msg_type, parentId: parent?.msg_id, content };
  }

  #sign(parts: Uint8Array[]): string {
    return createHmac("sha256", this.#key).update(Buffer.concat(parts)).digest("hex");
  }
}
