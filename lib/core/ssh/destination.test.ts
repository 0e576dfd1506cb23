import { expect, test } from "vitest";
import { decideDestination, formatDestination } from "./destination";

test.each(["my-app-3030", "a1b-1000", "app-2-1234"])("%s is the name of a database", (host) => {
  expect(decideDestination({ host, port: 6379 })).toEqual({ isAllowed: true, resourceId: host });
});

test.each([
  ["the metadata service of a cloud", "169.254.169.254", 80],
  ["the same on Redis' port", "169.254.169.254", 6379],
  ["this machine", "localhost", 6379],
  ["this machine by number", "127.0.0.1", 6379],
  ["this machine by IPv6", "::1", 6379],
  ["this machine in disguise", "2130706433", 6379],
  ["any address", "0.0.0.0", 6379],
  ["the engine", "127.0.0.1", 2375],
  ["a database on another port", "my-app-3030", 22],
  ["a node, past its gateway", "my-app-3030-node-1", 6379],
  ["a name with a dot", "my-app-3030.example.org", 6379],
  ["an app", "my-app", 6379],
  ["upper case", "My-App-3030", 6379],
  ["nothing", "", 6379],
  ["a line end", "my-app-3030\n", 6379],
])("%s is refused", (_name, host, port) => {
  expect(decideDestination({ host, port })).toEqual({ isAllowed: false });
});

test("what is not printable or too long is cut for the timeline", () => {
  expect(formatDestination({ host: "my-app-3030", port: 6379 })).toBe("my-app-3030:6379");
  expect(formatDestination({ host: "a\u001b[31m\nb c", port: 1 })).toBe("a?[31m?b?c:1");
  expect(formatDestination({ host: "x".repeat(10_000), port: 1 })).toBe(`${"x".repeat(64)}…:1`);
});
