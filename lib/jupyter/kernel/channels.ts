/**
 * The three sockets of a kernel that a runner talks to: shell (requests), control (shutdown) and
 * iopub (outputs).
 *
 * @module
 */

import { type Message, MessageCodec } from "./message.ts";
import { ZmtpSocket } from "./zmtp.ts";

/** Where a kernel listens and how messages are signed: the connection file that it is handed. */
export interface ConnectionInfo {
  /** Always this machine. */
  ip: "127.0.0.1";
  /** Always TCP. */
  transport: "tcp";
  /** Always HMAC-SHA256. */
  signature_scheme: "hmac-sha256";
  /** The secret that messages are signed with. */
  key: string;
  /** Port of the requests. */
  shell_port: number;
  /** Port of the outputs. */
  iopub_port: number;
  /** Port of the kernel's questions to the user; not used. */
  stdin_port: number;
  /** Port of the requests that do not wait behind a running cell. */
  control_port: number;
  /** Port of the heartbeat; not used, since the kernel is a child process. */
  hb_port: number;
}

/** A fresh key and five ports that were free a moment ago. */
export function newConnection(): ConnectionInfo {
  const listeners = Array.from(
    { length: 5 },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const [shell, iopub, stdin, control, heartbeat] = listeners.map(({ addr }) => addr.port);
  for (const listener of listeners) listener.close();
  return {
    ip: "127.0.0.1",
    transport: "tcp",
    signature_scheme: "hmac-sha256",
    key: crypto.randomUUID(),
    shell_port: shell,
    iopub_port: iopub,
    stdin_port: stdin,
    control_port: control,
    hb_port: heartbeat,
  };
}

/** Requests matched with their replies, and everything that the kernel broadcasts. */
export class Channels {
  /** Called with each broadcast message in order. */
  onBroadcast: (message: Message) => void = () => {};
  /**
   * Resolves with the reason once a connection cannot be read any more: the kernel has closed it, or
   * what it sent makes no sense. Nothing more comes then.
   */
  readonly lost: Promise<string>;

  readonly #codec: MessageCodec;
  readonly #shell: ZmtpSocket;
  readonly #control: ZmtpSocket;
  readonly #iopub: ZmtpSocket;
  readonly #waiting = new Map<string, (reply: Message) => void>();

  private constructor(codec: MessageCodec, [shell, control, iopub]: ZmtpSocket[]) {
    this.#codec = codec;
    this.#shell = shell;
    this.#control = control;
    this.#iopub = iopub;
    const settle = (reply: Message): void => this.#settle(reply);
    this.lost = Promise.race([
      this.#pump(shell, settle),
      this.#pump(control, settle),
      this.#pump(iopub, (message) => this.onBroadcast(message)),
    ]);
  }

  /** Connects to all three; rejects where the kernel does not listen yet. */
  static async connect(info: ConnectionInfo): Promise<Channels> {
    const attempts = await Promise.allSettled([
      ZmtpSocket.connect(info.shell_port, "DEALER"),
      ZmtpSocket.connect(info.control_port, "DEALER"),
      ZmtpSocket.connect(info.iopub_port, "SUB"),
    ]);
    const sockets = attempts.flatMap((attempt) =>
      attempt.status === "fulfilled" ? [attempt.value] : []
    );
    const failure = attempts.find((attempt) => attempt.status === "rejected");
    if (failure === undefined) return new Channels(new MessageCodec(info.key), sockets);
    for (const socket of sockets) socket.close();
    throw failure.reason;
  }

  /** Sends a request; resolves with the reply, and never where the kernel dies before. */
  request(
    channel: "shell" | "control",
    type: string,
    content: Record<string, unknown>,
  ): Promise<Message> {
    const { id, parts } = this.#codec.encode(type, content);
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#waiting.set(id, resolve);
    const socket = channel === "shell" ? this.#shell : this.#control;
    // A write fails only where the kernel is gone, which its process reports.
    socket.send(parts).catch(() => {});
    return promise;
  }

  /** Closes the sockets. */
  close(): void {
    for (const socket of [this.#shell, this.#control, this.#iopub]) socket.close();
  }

  #settle(reply: Message): void {
    if (reply.parentId === undefined) return;
    this.#waiting.get(reply.parentId)?.(reply);
    this.#waiting.delete(reply.parentId);
  }

  async #pump(socket: ZmtpSocket, handle: (message: Message) => void): Promise<string> {
    try {
      for await (const parts of socket.messages()) {
        const message = this.#codec.decode(parts);
        if (message === undefined) return "a message has a wrong signature";
        handle(message);
      }
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return "the connection has ended";
  }
}
