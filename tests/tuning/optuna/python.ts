/** Python that has Optuna, where there is one: `python3`, or what TWO_LAYER_NET_PYTHON names. */

const PYTHON = Deno.env.get("TWO_LAYER_NET_PYTHON") ?? "python3";

/** A process that runs Python code with arguments. */
export function python(code: string, ...args: string[]): Deno.Command {
  const quiet = "import optuna, sys; optuna.logging.set_verbosity(optuna.logging.ERROR)\n";
  return new Deno.Command("sh", {
    args: ["-c", 'exec "$@"', "sh", PYTHON, "-W", "ignore", "-c", quiet + code, ...args],
    stdout: "piped",
    stderr: "piped",
  });
}

/** What the code prints. */
export async function printedBy(code: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await python(code, ...args).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** Whether there is a Python with Optuna of version 4 or 5, and these modules. */
export function hasOptuna(...modules: string[]): boolean {
  const lines = [
    ...modules.map((name) => `import ${name}`),
    "assert optuna.__version__[0] in '45'",
  ];
  return python(lines.join("\n")).outputSync().success;
}
