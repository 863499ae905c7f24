/**
 * The page of studies and its server, on this machine alone.
 *
 * @module
 */

import { loadStudy } from "../tuning/create_study.ts";
import type { Study } from "../tuning/study.ts";
import { Access, checkOrigin, Refusal, type Right } from "./access.ts";
import { type Asset, readAssets } from "./assets.ts";
import { CHANGES } from "./changes.ts";
import { CHARTS } from "./charts.ts";
import { eventStream } from "./event_stream.ts";
import type { QueueProvider } from "./queue.ts";
import type { StudySource } from "./sources.ts";
import { type NamedStudy, PageWatch } from "./watch.ts";
import { netsKept, weightsPicture } from "./weights.ts";

/** What {@linkcode serveDashboard} takes. */
export interface DashboardOptions {
  /** The sources there are by now. */
  readonly sources: () => readonly StudySource[];
  /** The port, 0 for any that is free. */
  readonly port: number;
  /** The study that the page opens first. Default: none, the list. */
  readonly study?: string;
  /** Tells of queues, if there are any. */
  readonly queue?: QueueProvider;
}

/** A page that is served. */
export interface Dashboard extends AsyncDisposable {
  /** Links to the page, with the token that gives the right. */
  readonly links: Readonly<Record<Right, string>>;
}

/** A request that may be answered. */
interface Asked {
  readonly url: URL;
  readonly right: Right;
  readonly request: Request;
}

/** What the page may do: run our scripts, draw, and talk to this server. */
const HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
} as const;

/** Studies side by side. */
const MOST_STUDIES = 2;

/** What a change may take. */
const MAX_BODY_BYTES = 300_000;

/** Serves the page on 127.0.0.1 until it is disposed of. */
export async function serveDashboard(options: DashboardOptions): Promise<Dashboard> {
  const assets = await readAssets();
  const stop = new AbortController();
  const access = new Access(() => server.addr.port);
  const pages = new Pages(assets, access, options, stop.signal);
  const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve(
    { hostname: "127.0.0.1", port: options.port, onListen: () => {} },
    (request) => pages.answer(request),
  );
  const link = (right: Right) =>
    `http://127.0.0.1:${server.addr.port}/?token=${access.tokens[right]}`;
  return {
    links: { look: link("look"), steer: link("steer") },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.shutdown();
    },
  };
}

class Pages {
  readonly #access: Access;
  readonly #assets: ReadonlyMap<string, Asset>;
  readonly #options: DashboardOptions;
  readonly #signal: AbortSignal;

  constructor(
    assets: ReadonlyMap<string, Asset>,
    access: Access,
    options: DashboardOptions,
    signal: AbortSignal,
  ) {
    this.#access = access;
    this.#assets = assets;
    this.#options = options;
    this.#signal = signal;
  }

  async answer(request: Request): Promise<Response> {
    try {
      const right = this.#access.rightOf(request);
      if (right === null) throw new Refusal(403, "The page opens by the link that was printed.");
      const response = await this.#route({ url: new URL(request.url), right, request });
      for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
      return response;
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      return new Response((error as Error).message, { status, headers: HEADERS });
    }
  }

  #route(asked: Asked): Response | Promise<Response> {
    const { url: { pathname }, request: { method } } = asked;
    const [, part, name] = pathname.split("/");
    if (method === "POST" && part === "change") return this.#change(asked, name);
    if (method !== "GET") throw new Refusal(405, "There is nothing to do here by this method.");
    switch (part) {
      case "":
        return this.#page(asked);
      case "events":
        return this.#events(asked);
      case "chart":
        return this.#chart(asked.url, name);
      case "nets":
        return this.#nets(asked.url);
      case "weights":
        return this.#weights(asked.url);
      default:
        return this.#asset(pathname);
    }
  }

  #page({ right }: Asked): Response {
    const response = this.#asset("/index.html");
    response.headers.set("Set-Cookie", this.#access.cookie(right));
    return response;
  }

  #asset(path: string): Response {
    const asset = this.#assets.get(path);
    if (!asset) throw new Refusal(404, "There is no such page.");
    return new Response(asset.text, {
      headers: { "Content-Type": `${asset.type}; charset=utf-8` },
    });
  }

  /** The list, and the studies that the URL names, each with its file. */
  #events({ url: { searchParams }, right }: Asked): Response {
    const { sources, study, queue } = this.#options;
    const names = searchParams.getAll("study");
    const studies = searchParams.getAll("file").slice(0, MOST_STUDIES)
      .map((file, i) => () => this.#find(file, names[i] ?? null));
    const watch = new PageWatch({
      sources,
      hello: { right, study: study ?? null },
      studies,
      queue,
    });
    return new Response(eventStream(watch, this.#signal), {
      headers: { "Content-Type": "text/event-stream" },
    });
  }

  #chart(url: URL, name: string): Response {
    if (!Object.hasOwn(CHARTS, name)) throw new Refusal(404, "There is no such chart.");
    return Response.json(CHARTS[name](this.#study(url)));
  }

  async #nets(url: URL): Promise<Response> {
    const { source } = this.#named(url);
    return Response.json(await netsKept(source, this.#study(url)));
  }

  async #weights(url: URL): Promise<Response> {
    const { source, name } = this.#named(url);
    const trial = Number(url.searchParams.get("trial") ?? NaN);
    if (!Number.isSafeInteger(trial) || trial < 0) {
      throw new Refusal(400, "There is no such trial.");
    }
    const png = await weightsPicture(source, name, trial);
    if (png === null) throw new Refusal(404, "Of this net there is no picture.");
    return new Response(png, { headers: { "Content-Type": "image/png" } });
  }

  async #change({ url, right, request }: Asked, name: string): Promise<Response> {
    checkOrigin(request);
    if (right !== "steer") throw new Refusal(403, "This link is for looking only.");
    if (!Object.hasOwn(CHANGES, name)) throw new Refusal(404, "There is no such change.");
    const wanted = await bodyOf(request);
    const { source, name: study } = this.#named(url);
    return Response.json(
      source.write((storage) => CHANGES[name](loadStudy({ name: study, storage }), wanted)),
    );
  }

  /** The study that the URL names, in a file that is one of ours. */
  #named({ searchParams }: URL): NamedStudy {
    return this.#find(searchParams.get("file"), searchParams.get("study"));
  }

  #find(file: string | null, name: string | null): NamedStudy {
    const source = this.#options.sources().find(({ path }) => path === file);
    const isThere = source?.read().getStudies().some((study) => study.name === name);
    if (!source || name === null || !isThere) throw new Refusal(404, "There is no such study.");
    return { source, name };
  }

  #study(url: URL): Study {
    const { source, name } = this.#named(url);
    return loadStudy({ name, storage: source.read() });
  }
}

async function bodyOf(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  try {
    if (text.length > MAX_BODY_BYTES) throw new Error("too long");
    const body = JSON.parse(text);
    if (typeof body === "object" && body !== null) return body;
  } catch {
    // Said below.
  }
  throw new Refusal(400, "The request is not what this page sends.");
}
