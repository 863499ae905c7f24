/** What students' code can do to the grader: nothing; and to its own points. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type GradedFile, gradeSubmission } from "../../../lib/cli/grade/grade_submission.ts";
import { readSubmission } from "../../../lib/cli/grade/submission.ts";
import type { CodeCell, Notebook } from "../../../lib/jupyter/runner/nbformat.ts";
import { titleOf } from "../../../lib/cli/student/sheet.ts";
import { solutionsOf } from "../../../lib/cli/student/student.ts";
import { SHEETS } from "../../../lib/cli/student/sheets.ts";
import { codeCell } from "../../notebook/notebooks.ts";
import { filledIn, handedOut } from "./submissions.ts";

const TOY = "01_toy_check";
const GRADIENTS = "02_gradient_check";

const EDITIONS = await Promise.all(
  [TOY, GRADIENTS].map(async (name) => ({
    ...{ name, sheet: SHEETS[name] },
    notebook: await handedOut(name),
    solutions: await solutionsOf(name),
  })),
);
const SOLUTIONS: Record<string, Record<string, string>> = {
  [TOY]: await solutionsOf(TOY),
  [GRADIENTS]: await solutionsOf(GRADIENTS),
};

async function graded(notebook: Notebook, timeout = 20): Promise<GradedFile> {
  return await gradeSubmission("a.ipynb", readSubmission(notebook, EDITIONS), {
    seed: 7,
    limits: { timeout, memory: 600e6 },
    signal: new AbortController().signal,
  });
}

/** The toy notebook, solved but for some of its cells. */
async function solvedBut(answers: Record<string, string>, timeout?: number): Promise<GradedFile> {
  return await graded(await filledIn(TOY, { ...SOLUTIONS[TOY], ...answers }), timeout);
}

const wordsOf = (file: GradedFile, id: string) =>
  file.grades.find((grade) => grade.id === id)!.words;
const pointsOf = (file: GradedFile) => file.grades.map(({ points }) => points);

for (const name of [TOY, GRADIENTS]) {
  Deno.test(`${name}: the solutions score full marks, the blanks none`, async () => {
    const solved = await graded(await filledIn(name, SOLUTIONS[name]));
    assertEquals([solved.points, solved.of, solved.notes], [10, 10, []]);
    const blank = await graded(await handedOut(name));
    assertEquals([blank.points, blank.notes], [0, []]);
    assert(blank.grades.every(({ status }) => status === "unwritten" || status === "wrong"));
  });
}

Deno.test("an endless loop costs its own question alone", async () => {
  const file = await solvedBut({ predict: "function predict(): Int32Array { for (;;); }" }, 3);
  assertEquals(pointsOf(file), [2, 2, 1, 1, 3, 0]);
  assertEquals(wordsOf(file, "predict"), "predict did not end within 3 s");
  const cell = "let n = 0; while (true) n++;";
  const top = await solvedBut({ "train-step": cell }, 3);
  assertEquals(wordsOf(top, "train-step"), "its cell did not end within 3 s");
  assertEquals(pointsOf(top), [2, 2, 1, 0, 3, 1]);
});

Deno.test("a promise that never resolves, an exit, an error: each costs its own question", async () => {
  const wait = "await new Promise(() => {});";
  assertEquals(pointsOf(await solvedBut({ regularization: wait }, 3)), [2, 2, 0, 1, 3, 1]);
  const exit = "function regularization(): number { Deno.exit(0); }";
  const left = await solvedBut({ regularization: exit });
  assertEquals(wordsOf(left, "regularization"), "regularization ended the program");
  assertEquals(pointsOf(left), [2, 2, 0, 1, 3, 1]);
  const code = await solvedBut({ regularization: exit.replace("0", "3") });
  assertMatch(wordsOf(code, "regularization"), /ended the program with exit code 3/);
  const syntax = await solvedBut({ regularization: "function regularization( {" });
  assertMatch(wordsOf(syntax, "regularization"), /^its cell parse error: /);
  const thrown = await solvedBut({ regularization: "const regularization = undefined!.x;" });
  assertMatch(wordsOf(thrown, "regularization"), /^its cell TypeError: Cannot read properties/);
  assertEquals(pointsOf(thrown), [2, 2, 0, 1, 3, 1]);
});

Deno.test("memory and output are limited", async () => {
  const hoard = "const all = []; for (;;) all.push(new Float64Array(1e6).fill(1));";
  const buffers = await solvedBut({ predict: `function predict() { ${hoard} }` });
  assertEquals(wordsOf(buffers, "predict"), "predict took more than 600 MB of memory");
  const heap = hoard.replace("new Float64Array(1e6).fill(1)", "{ a: [all.length] }");
  const objects = await solvedBut({ predict: `function predict() { ${heap} }` });
  assertMatch(wordsOf(objects, "predict"), /^predict (took more than 600 MB|ran out) of memory$/);
  const shout = 'for (;;) console.log("x".repeat(1e5));';
  const loud = await solvedBut({ predict: `function predict() { ${shout} }` });
  assertEquals(wordsOf(loud, "predict"), "predict printed more than 1 MB");
  for (const file of [buffers, objects, loud]) assertEquals(pointsOf(file), [2, 2, 1, 1, 3, 0]);
});

Deno.test("a mistake costs its own points, not those of the functions that call it", async () => {
  const half = SOLUTIONS[TOY].regularization.replace("reg *", "reg / 2 * helper() *") +
    "\nfunction helper() { return 1; }";
  const file = await solvedBut({
    regularization: half,
    "train-loop": `${SOLUTIONS[TOY]["train-loop"]}\nhelper();`, // what stands beside it is kept
  });
  assertMatch(wordsOf(file, "regularization"), /There is a factor ½ too much/);
  assertEquals(wordsOf(file, "train-loop"), "train is right: it was given our regularization");
  assertEquals(pointsOf(file), [2, 2, 0, 1, 3, 1]);
  const constant = await solvedBut({ regularization: "const regularization = () => 0;" });
  assertEquals(pointsOf(constant), [2, 2, 0, 1, 3, 1]);
  // What is wrong by itself stays wrong, in its own words.
  const both = await solvedBut({
    regularization: half,
    "train-loop": SOLUTIONS[TOY]["train-loop"].replace("rate *= learningRateDecay", "rate *= 1"),
  });
  assertEquals(pointsOf(both), [2, 2, 0, 1, 0, 1]);
  assertMatch(wordsOf(both, "train-loop"), /^train is not right yet/);
  const links = await graded(
    await filledIn(GRADIENTS, { ...SOLUTIONS[GRADIENTS], "relu-gradient": "", forward: "" }),
  );
  assertEquals(pointsOf(links), [0, 2, 2, 0, 1, 2]);
  assertEquals(
    wordsOf(links, "backward"),
    "backward is right: it was given our forward, reluGradient",
  );
});

/** What needs a permission, and must be refused. */
const FORBIDDEN = [
  'Deno.readTextFileSync("/etc/passwd")',
  'Deno.writeTextFileSync("/tmp/two-layer-net-was-here", "x")',
  'new Deno.Command("sh").outputSync()',
  'Deno.env.get("HOME")',
  "Deno.kill(Deno.ppid)",
  'Deno.dlopen("libc.so.6", {})',
  'localStorage.setItem("for", "the next student")',
];

const FUNCTIONS = Object.fromEntries(
  Object.entries(SHEETS[TOY].blanks).map(([id, blank]) => [id, titleOf(blank)]),
);

Deno.test("files, programs, the environment and stores are out of reach", async () => {
  const ids = Object.keys(FUNCTIONS);
  for (const codes of [FORBIDDEN.slice(0, ids.length), FORBIDDEN.slice(ids.length)]) {
    const asked = ids.slice(0, codes.length);
    const file = await solvedBut(Object.fromEntries(
      asked.map((id, i) => [id, `function ${FUNCTIONS[id]}() { ${codes[i]}; }`]),
    ));
    for (const id of asked) {
      const refusal = "NotCapable: Requires|ReferenceError: localStorage is not defined";
      assertMatch(wordsOf(file, id), new RegExp(`^${FUNCTIONS[id]} throws an error: (${refusal})`));
    }
  }
});

Deno.test("the network and imports are out of reach", async () => {
  const seen: string[] = [];
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    seen.push("asked");
    return new Response("");
  });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const file = await solvedBut({
    forward: `await fetch("${url}");`,
    "softmax-loss": `import "${url}a.ts";`,
    regularization: 'import text from "/etc/hostname" with { type: "text" };',
    predict: 'import "npm:is-number@7.0.0";',
  });
  for (const id of ["forward", "softmax-loss", "regularization", "predict"]) {
    assertMatch(
      wordsOf(file, id),
      /^its cell .*(Requires (net|read|import) access|not found in cache|--cached-only)/,
    );
  }
  assertEquals(seen, []);
});

Deno.test("who forges checks, reports and the library gets no points for it", async () => {
  const forge = `
    import { Matrix } from "two-layer-net";
    import * as assignment from "two-layer-net/assignment";
    globalThis.checkAnswer = () => "right";
    JSON.stringify = () => '[{"returned":{"kind":"number","value":1},"changed":[]}]';
    TextEncoder.prototype.encode = new Proxy(TextEncoder.prototype.encode, {
      apply: (encode, self, [text]) => encode.call(self, text.replace(/"wrong"/g, '"right"')),
    });
    Matrix.prototype.dot = function () { return this; };
    Object.is = () => true;
    console.log(JSON.stringify({ status: "right", points: 10 }));`;
  const answers = Object.fromEntries(Object.keys(SHEETS[TOY].blanks).map((id) => [id, forge]));
  const file = await graded(await filledIn(TOY, answers));
  assertEquals(file.points, 0);
});

Deno.test("messages that are made up end the process, and gain no time", async () => {
  const spy = `
    let token;
    const { encode } = TextEncoder.prototype;
    TextEncoder.prototype.encode = function (text) {
      token ??= text.trim().slice(0, 37);
      return encode.call(this, text);
    };
    function predict() {
      const line = encode.call(new TextEncoder(), "\\n" + token + '{"ready":true}\\n');
      for (;;) { Deno.stdout.writeSync(line); const t = Date.now(); while (Date.now() < t + 20); }
    }`;
  const file = await solvedBut({ "train-step": spy, predict: "" }, 5);
  assertStringIncludes(wordsOf(file, "predict"), "imitates the grader");
  assertEquals(pointsOf(file)[0], 2);
});

const added = (source: string): CodeCell => codeCell(source, [], crypto.randomUUID());

Deno.test("cells that students add are run, those that do not end are left out", async () => {
  const notebook = await filledIn(TOY, {
    ...SOLUTIONS[TOY],
    regularization: SOLUTIONS[TOY].regularization.replace(/W1\.multiply\(W1\)\.sum\(\)/, "sq(W1)"),
  });
  assertStringIncludes(JSON.stringify(notebook), "sq(W1)");
  const helper = added("const sq = (m: Matrix) => m.multiply(m).sum();");
  const cells = [...notebook.cells, helper, added("for (;;);"), added('throw new Error("oh");')];
  const file = await graded({ ...notebook, cells }, 3);
  assertEquals(file.points, 10);
  const n = cells.length;
  assertEquals(file.notes, [
    `cell ${n - 1}, of all cells, did not end within 3 s`,
    `cell ${n}, of all cells, Error: oh`,
  ]);
});

Deno.test("cells missing, doubled and changed are named; changed checks count for nothing", async () => {
  const { forward: _, ...others } = SOLUTIONS[TOY];
  const notebook = await filledIn(TOY, {
    ...others,
    "forward-check": 'await print("forward is right");',
    checks: "const checkAnswer = () => {};",
    "regularization-check": "",
  });
  const double = notebook.cells.find(({ id }) => id === "predict")!;
  const cells = [
    ...notebook.cells.filter(({ id }) => id !== "softmax-loss" && id !== "make"),
    { ...double, id: "copy" },
  ];
  const file = await graded({ ...notebook, cells });
  assertEquals(file.notes, [
    'the cell "softmax-loss" is missing',
    'the cell "checks" was changed or deleted; ours was used',
    'the cell "forward-check" was changed or deleted; ours was used',
    'the cell "regularization-check" was changed or deleted; ours was used',
  ]);
  assertEquals(pointsOf(file), [0, 0, 1, 1, 3, 0]);
  assertMatch(
    wordsOf(file, "softmax-loss"),
    /there is no function softmaxLoss: its cell is missing/,
  );
  assertMatch(wordsOf(file, "predict"), /cells \d+ and \d+, of all cells, have the same grade id/);
});
