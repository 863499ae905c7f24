import { assertEquals } from "@std/assert";
import { OutputCollector } from "../../../lib/jupyter/runner/outputs.ts";
import { shown, stdout } from "../../notebook/notebooks.ts";

type Message = Parameters<OutputCollector["handle"]>[0];

const message = (type: string, content: Message["content"]): Message => ({
  type,
  content,
  parentId: undefined,
});
const write = (text: string, name = "stdout"): Message => message("stream", { name, text });
const show = (text: string, display_id?: string, type = "display_data"): Message =>
  message(type, { data: { "text/plain": text }, metadata: {}, transient: { display_id } });
const clear = (wait: boolean): Message => message("clear_output", { wait });

Deno.test("a cell's messages become its outputs", () => {
  const error = { ename: "E", evalue: "\x1b[1mno\x1b[0m", traceback: ["\x1b[31mE: no\x1b[39m"] };
  const cases: [string, Message[], unknown[]][] = [
    ["pieces of a stream merge", [write("a"), write("b\n"), write("c")], [stdout("ab\nc")]],
    [
      "streams stay apart",
      [write("a"), write("b", "stderr"), write("c")],
      [stdout("a"), { output_type: "stream", name: "stderr", text: "b" }, stdout("c")],
    ],
    ["a display parts a stream", [write("a"), show("x"), write("b")], [
      stdout("a"),
      shown("x"),
      stdout("b"),
    ]],
    ["colour codes go", [write("\x1b[33m5\x1b[39m"), message("error", error), show("\x1b[2mx")], [
      stdout("5"),
      { output_type: "error", ename: "E", evalue: "no", traceback: ["E: no"] },
      shown("x"),
    ]],
    ["clear_output clears", [write("a"), clear(false), write("b")], [stdout("b")]],
    ["clear_output waits", [write("a"), clear(true)], [stdout("a")]],
    ["and clears with the next", [write("a"), clear(true), write("b")], [stdout("b")]],
    ["an update of nothing shown", [show("x", "id", "update_display_data")], []],
    ["a status is no output", [message("status", { execution_state: "idle" })], []],
    [
      "a result keeps its count",
      [message("execute_result", {
        data: { "text/plain": "5" },
        metadata: {},
        execution_count: 3,
      })],
      [{ ...shown("5"), output_type: "execute_result", execution_count: 3 }],
    ],
  ];
  for (const [name, messages, expected] of cases) {
    const collector = new OutputCollector();
    const outputs = collector.startCell();
    for (const each of messages) collector.handle(each);
    assertEquals<unknown>(outputs, expected, name);
  }
});

Deno.test("an update changes every output of its display, in earlier cells too", () => {
  const collector = new OutputCollector();
  const first = collector.startCell();
  collector.handle(show("a", "one"));
  collector.handle(show("b", "two"));
  const second = collector.startCell();
  collector.handle(show("c", "one"));
  assertEquals([first, second], [[shown("c"), shown("b")], [shown("c")]]);
  collector.handle(show("d", "one", "update_display_data"));
  assertEquals([first, second], [[shown("d"), shown("b")], [shown("d")]]);
});

Deno.test("a pending clear does not reach into the next cell", () => {
  const collector = new OutputCollector();
  collector.startCell();
  collector.handle(clear(true));
  const outputs = collector.startCell();
  collector.handle(write("a"));
  collector.handle(write("b"));
  assertEquals(outputs, [stdout("ab")]);
});
