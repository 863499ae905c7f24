/** The files by which Binder, development containers and VS Code open the project. */

import { assert, assertEquals } from "@std/assert";
import { isAtLeast, LEAST_DENO } from "../lib/internal/deno_version.ts";

const ROOT = new URL("../", import.meta.url);
const read = (path: string): string => Deno.readTextFileSync(new URL(path, ROOT));
const container = JSON.parse(read(".devcontainer/devcontainer.json"));
const dockerfile = read(".binder/Dockerfile");

Deno.test("the image has a Deno that the project takes, and builds with the packages and the kernel", () => {
  const [, version] = dockerfile.match(/^ARG DENO_VERSION=(\d+\.\d+\.\d+)$/m)!;
  assert(isAtLeast(version, LEAST_DENO), version);
  assert(dockerfile.includes("FROM denoland/deno:bin-${DENO_VERSION} AS deno"));
  assert(dockerfile.includes("RUN deno install --frozen --quiet && deno jupyter --install"));
});

Deno.test("the development container is made of the image, for its user", () => {
  const { dockerfile: path, context } = container.build;
  const folder = new URL(".devcontainer/", ROOT);
  assertEquals(Deno.readTextFileSync(new URL(path, folder)), dockerfile);
  assertEquals(new URL(`${context}/`, folder).href, ROOT.href);
  assert(dockerfile.includes(`ARG NB_USER=${container.remoteUser}\n`));
});

Deno.test("every task that they name is one of deno.json", () => {
  const { tasks } = JSON.parse(read("deno.json"));
  const text = dockerfile + container.postCreateCommand;
  const named = [...text.matchAll(/deno task ([\w:]+)/g)].map(([, name]) => name);
  assertEquals(named.filter((name) => !(name in tasks)), []);
  assert(named.includes("data"));
});

Deno.test("VS Code asks for the same extensions here and there, and leaves TypeScript to Deno's", () => {
  const { recommendations } = JSON.parse(read(".vscode/extensions.json"));
  assertEquals(recommendations, container.customizations.vscode.extensions);
  const settings = JSON.parse(read(".vscode/settings.json"));
  assertEquals([settings["deno.enable"], settings["typescript.validate.enable"]], [true, false]);
});
