import { expect, test } from "vitest";
import { colours, toScreen } from "../colour";
import { eventLine } from "./timeline";

const plain = colours(false);
const event = {
  id: "e1",
  app_id: "a1",
  app_name: "my-app",
  created_at: "2026-01-05T10:11:12.000Z",
  type: "restart",
  user: { id: "u1", username: "ada", email: "ada@example.org" },
  operation_id: null,
  title: "Restart",
  text: "containers began to restart",
  type_data: {},
};

test("a line has the words of the answer", () => {
  expect(eventLine(event, plain)).toMatch(
    /^\* .{24} - Restart {18} - containers began to restart <ada \(ada@example\.org\)>$/,
  );
});

test("what an earlier Berth sends without words is told by its type", () => {
  const { title: _title, text: _text, ...old } = event;
  expect(eventLine(old, plain)).toMatch(/ - restart {18} <ada /);
});

test("Berth itself has no address", () => {
  const own = { ...event, user: { id: "berth", username: "berth", email: "" } };
  expect(eventLine(own, plain)).toMatch(/ <berth>$/);
});

test("colour is where it is wanted and nowhere else", () => {
  expect(eventLine(event, plain)).not.toContain("\u001b");
  expect(toScreen(eventLine(event, colours(true)))).toContain("\u001b[33m");
});
