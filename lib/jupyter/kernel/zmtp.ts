/**
 * The part of ZMTP 3.0 (https://rfc.zeromq.org/spec/23/) that a Jupyter client needs: a TCP client
 * without encryption that is a DEALER (requests and replies) or a SUB (all broadcasts).
 *
 * Our own because npm:zeromq stalled after some 500 requests under Deno.
 *
 * @module
 */

import { ByteReader, type ByteSource } from "./byte_reader.ts";

const MORE = 1;
const LONG = 2;
const COMMAND = 4;

/** Far more than a notebook can hold; what claims to be longer is garbage. */
const MAX_LENGTH = 2 ** 29;

const GREETING_LENGTH = 64;
const SUBSCRIBE_TO_ALL = Uint8Array.of(1);

const encoder = new TextEncoder();

/** One frame: a part of a message, or a command of the protocol itself. */
export interface Frame {
  /** Whether another part of the same message follows. */
  more: boolean;
  /** Whether the frame is a command rather than a part of a message. */
  command: boolean;
  /** What it carries. */
  body: Uint8Array;
}

/** A frame as bytes: flags, length in 1 byte or (from 256 bytes on) in 8, body. */
export function encodeFrame({ more, command, body }: Frame): Uint8Array {
  const long = body.length > 255;
  const header = new Uint8Array(long ? 9 : 2);
  header[0] = (more ? MORE : 0) | (long ? LONG : 0) | (command ? COMMAND : 0);
  if (long) new DataView(header.buffer).setBigUint64(1, BigInt(body.length));
  else header[1] = body.length;
  return concat([header, body]);
}

/** A message of one or more parts as bytes. */
export function encodeMessage(parts: Uint8Array[]): Uint8Array {
  const last = parts.length - 1;
  return concat(
    parts.map((body, i) => encodeFrame({ more: i < last, command: false, body })),
  );
}

/** The next frame; throws where the bytes are none. */
export async function readFrame(reader: ByteReader): Promise<Frame> {
  const [flags] = await reader.read(1);
  if ((flags & ~(MORE | LONG | COMMAND)) !== 0) throw new Error(`A frame has the flags ${flags}`);
  const length = (flags & LONG)
    ? Number(new DataView((await reader.read(8)).buffer).getBigUint64(0))
    : (await reader.read(1))[0];
  if (length > MAX_LENGTH) throw new Error(`A frame says that it has ${length} bytes`);
  return {
    more: (flags & MORE) !== 0,
    command: (flags & COMMAND) !== 0,
    body: await reader.read(length),
  };
}

/** The parts of each message in turn, until the connection is closed. */
export async function* readMessages(source: ByteSource | ByteReader): AsyncGenerator<Uint8Array[]> {
  const reader = source instanceof ByteReader ? source : new ByteReader(source);
  let parts: Uint8Array[] = [];
  while (true) {
    const { more, command, body } = await readFrame(reader);
    if (command) continue;
    parts.push(body);
    if (more) continue;
    yield parts;
    parts = [];
  }
}

/** A connected DEALER or SUB socket. */
export class ZmtpSocket {
  readonly #connection: Deno.TcpConn;
  readonly #reader: ByteReader;
  #lastWrite: Promise<void> = Promise.resolve();

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
    this.#reader = new ByteReader(connection);
  }

  /** Connects to a port of this machine; rejects where nothing listens yet. */
  static async connect(port: number, type: "DEALER" | "SUB"): Promise<ZmtpSocket> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    const socket = new ZmtpSocket(connection);
    try {
      connection.setNoDelay(true);
      await socket.#handshake(type);
      if (type === "SUB") await socket.send([SUBSCRIBE_TO_ALL]);
      return socket;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /** Sends one message, after those sent before it. */
  send(parts: Uint8Array[]): Promise<void> {
    this.#lastWrite = this.#lastWrite.then(() => this.#write(encodeMessage(parts)));
    return this.#lastWrite;
  }

  /** The messages that come in; ends by throwing once the connection is closed. */
  messages(): AsyncGenerator<Uint8Array[]> {
    return readMessages(this.#reader);
  }

  /** Closes the connection; a second call does nothing. */
  close(): void {
    try {
      this.#connection.close();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async #handshake(type: string): Promise<void> {
    await this.#write(greeting());
    await this.#reader.read(GREETING_LENGTH);
    await this.#write(encodeFrame({ more: false, command: true, body: readyCommand(type) }));
    await readFrame(this.#reader);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let offset = 0; offset < bytes.length;) {
      offset += await this.#connection.write(bytes.subarray(offset));
    }
  }
}

/** Signature, version 3.0, mechanism NULL, not a server. */
function greeting(): Uint8Array {
  const bytes = new Uint8Array(GREETING_LENGTH);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[10] = 3;
  bytes.set(encoder.encode("NULL"), 12);
  return bytes;
}

function readyCommand(type: string): Uint8Array {
  return concat([shortString("READY"), property("Socket-Type", type)]);
}

function property(name: string, value: string): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, value.length);
  return concat([shortString(name), length, encoder.encode(value)]);
}

function shortString(text: string): Uint8Array {
  return concat([Uint8Array.of(text.length), encoder.encode(text)]);
}

function concat(parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
