/**
 * Where a BLAS is looked for, and how to install one, by platform.
 *
 * @module
 */

/** The part of `Deno.build` that decides. */
export interface Platform {
  /** Operating system, as `Deno.build.os`. */
  readonly os: string;
  /** Processor architecture, as `Deno.build.arch`. */
  readonly arch: string;
}

/** Environment variable with the path of the library to use, instead of a search. */
export const BLAS_VARIABLE = "TWO_LAYER_NET_BLAS";

/** Fedora's threaded OpenBLAS has a p in its name; the one without is sequential. */
const LINUX_NAMES = [
  "libopenblasp.so.0",
  "libopenblas.so.0",
  "libopenblas.so",
  "libblis.so.4",
  "libblis.so",
  "libmkl_rt.so.2",
  "libmkl_rt.so",
];

const MACOS_PATHS = [
  "/System/Library/Frameworks/Accelerate.framework/Accelerate",
  "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
  "/usr/local/opt/openblas/lib/libopenblas.dylib",
];

const WINDOWS_NAMES = ["libopenblas.dll", "openblas.dll", "mkl_rt.2.dll", "libblis.dll"];

/**
 * Names and paths of libraries in the order in which they are tried.
 *
 * A bare name is searched for by the system's loader, which takes full `--allow-ffi`: Deno reads
 * `--allow-ffi=NAME` as a path in the working directory. The absolute paths serve those who allow
 * one library only. Plain libblas.so.3 is left out: it may be the slow reference BLAS.
 */
export function candidates({ os, arch }: Platform): string[] {
  if (os === "darwin") return MACOS_PATHS;
  if (os === "windows") return WINDOWS_NAMES;
  const folders = [`/usr/lib/${arch}-linux-gnu`, "/usr/lib64", "/usr/lib", "/usr/local/lib"];
  return LINUX_NAMES.flatMap((name) => [name, ...folders.map((folder) => `${folder}/${name}`)]);
}

/** What to do on a machine without a BLAS. */
export function installHint({ os }: Pick<Platform, "os">): string {
  const byPath = `or set ${BLAS_VARIABLE} to the path of one`;
  if (os === "darwin") return `"brew install openblas" installs one, ${byPath}`;
  if (os === "windows") return `put OpenBLAS's libopenblas.dll on the PATH, ${byPath}`;
  const packages =
    `"apt-get install libopenblas0" (Debian, Ubuntu), "dnf install openblas-threads" ` +
    `(Fedora) or "pacman -S openblas" (Arch)`;
  return `${packages} installs one, ${byPath}`;
}
