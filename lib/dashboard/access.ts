/**
 * Who may look, and who may change something: two tokens, as Jupyter has one.
 *
 * @module
 */

import { timingSafeEqual } from "node:crypto";
import { sha256 } from "../internal/sha256.ts";

/** What a token gives leave to do. */
export type Right = "look" | "steer";

/** Random bytes of a token: more than can be guessed. */
const TOKEN_BYTES = 24;

/** The two tokens of a server, and whether requests bear one. */
export class Access {
  /** By right; who may steer may look. */
  readonly tokens: Readonly<Record<Right, string>> = { look: newToken(), steer: newToken() };
  readonly #port: () => number;

  /** Tokens of the server that listens on the port. */
  constructor(port: () => number) {
    this.#port = port;
  }

  /**
   * The right that a request bears, in its URL or in the cookie that the page got, or `null`.
   *
   * @throws {Refusal} If it was not sent to this machine by its own name: a page from elsewhere, whose
   * name was made to point here.
   */
  rightOf(request: Request): Right | null {
    const port = this.#port();
    if (!isLoopback(request.headers.get("host") ?? "", port)) {
      throw new Refusal(403, "This page answers to 127.0.0.1 and localhost alone.");
    }
    const given = new URL(request.url).searchParams.get("token") ??
      cookieOf(request, cookieName(port));
    if (given === null) return null;
    if (isSame(given, this.tokens.steer)) return "steer";
    return isSame(given, this.tokens.look) ? "look" : null;
  }

  /** What makes the page's further requests bear the right. */
  cookie(right: Right): string {
    return `${cookieName(this.#port())}=${this.tokens[right]}; Path=/; HttpOnly; SameSite=Strict`;
  }
}

/** An answer that says why a request is not served. */
export class Refusal extends Error {
  /** The class's name. */
  override readonly name = "Refusal";
  /** The status of the answer. */
  readonly status: number;

  /** An answer with that status and text. */
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Throws unless a page of this server sent the request: another one, on another port of this machine,
 * has its cookie too.
 *
 * @throws {Refusal} If it was another.
 */
export function checkOrigin(request: Request): void {
  if (request.headers.get("origin") === `http://${request.headers.get("host")}`) return;
  throw new Refusal(403, "The request does not come from this page.");
}

function newToken(): string {
  return crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).toHex();
}

/** Browsers leave the port of the web's own out. */
function isLoopback(host: string, port: number): boolean {
  const end = port === 80 ? "" : `:${port}`;
  return host === `127.0.0.1${end}` || host === `localhost${end}`;
}

/** Cookies know no ports: each server's has its own name. */
function cookieName(port: number): string {
  return `two-layer-net-${port}`;
}

function cookieOf(request: Request, name: string): string | null {
  const cookies = (request.headers.get("cookie") ?? "").split("; ");
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, token: string): boolean {
  const encoder = new TextEncoder();
  return timingSafeEqual(encoder.encode(sha256(given)), encoder.encode(sha256(token)));
}
