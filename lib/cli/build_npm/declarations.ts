/**
 * The library's types as TypeScript's declaration files.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import ts from "typescript";

const LIB = fileURLToPath(new URL("../../", import.meta.url));

/** An import of one of our own modules, in a declaration file. */
const OWN_IMPORT = /(?<=(?:\bfrom |\bimport\()")(\.[^"]+)\.ts(?=")/g;

/**
 * Declarations of the modules, and of those that they mention.
 *
 * @param entries Paths of modules in lib.
 * @returns The files' texts by their paths: "nn/params.d.ts".
 * @throws {Error} If TypeScript cannot declare something.
 */
export function declarations(entries: readonly string[]): Map<string, string> {
  const all = emit(entries), mentioned = new Map<string, string>();
  const add = (path: string): void => {
    const text = all.get(path);
    if (text === undefined) throw new Error(`No declarations came of lib/${path}`);
    if (mentioned.has(path)) return;
    mentioned.set(path, withLibraries(text.replace(OWN_IMPORT, "$1.js")));
    for (const [, target] of text.matchAll(OWN_IMPORT)) add(resolvePath(path, `${target}.d.ts`));
  };
  for (const path of entries) add(path.replace(/\.ts$/, ".d.ts"));
  return mentioned;
}

function resolvePath(from: string, relative: string): string {
  return new URL(relative, `file:///${from}`).pathname.slice(1);
}

/** Programs for older engines do not know by themselves what can be disposed of. */
function withLibraries(text: string): string {
  return /\bDisposable\b|Symbol\.dispose/.test(text)
    ? `/// <reference lib="esnext.disposable" />\n${text}`
    : text;
}

/** Declarations of all modules that the entries import, by their paths. */
function emit(entries: readonly string[]): Map<string, string> {
  const options: ts.CompilerOptions = {
    declaration: true,
    emitDeclarationOnly: true,
    noCheck: true, // which "deno task check" has done, with Deno's types
    strict: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
    types: [],
    rootDir: LIB,
    outDir: "/",
  };
  const files = new Map<string, string>();
  const program = ts.createProgram(entries.map((path) => LIB + path), options, host());
  const { diagnostics } = program.emit(undefined, (path, text) => files.set(path.slice(1), text));
  if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, host()));
  return files;
}

/** The compiler's way to files: TypeScript's own would ask for more permissions. */
function host(): ts.CompilerHost {
  const libraries = fileURLToPath(new URL(".", import.meta.resolve("typescript/lib/lib.d.ts")));
  const readFile = (path: string) => {
    try {
      return Deno.readTextFileSync(path);
    } catch {
      return undefined;
    }
  };
  return {
    readFile,
    fileExists: (path) => readFile(path) !== undefined,
    getSourceFile(path, version) {
      const text = readFile(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, version);
    },
    getDefaultLibFileName: () => `${libraries}lib.esnext.d.ts`,
    getDefaultLibLocation: () => libraries,
    writeFile() {},
    getCurrentDirectory: () => LIB,
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  };
}
