import { expect, test } from "vitest";
import { engineDoorConfig, engineDoorName, engineDoorSecretNames, hostOfDoor } from "./engine-door";

const HOST = "r3qjk0vqap4iad1ax3gbmccad";

test("a door is known by its host, and nothing else is taken for one", () => {
  expect(hostOfDoor("t1234abcd", engineDoorName("t1234abcd", HOST))).toBe(HOST);
  expect(hostOfDoor("t1234abcd", "t1234abcd-engine-3030")).toBeNull();
  expect(hostOfDoor("t1234abcd", engineDoorName("t9999abcd", HOST))).toBeNull();
});

test("names of a door's secrets stay within the engine's 64 characters", () => {
  const { certificate, config } = engineDoorSecretNames("t1234abcd", HOST);
  expect([certificate.length, config.length].every((length) => length <= 64)).toBe(true);
});

/** The lines that let a call through, as HAProxy reads them. */
const lets = (method: string, path: string): boolean =>
  [...engineDoorConfig().matchAll(/allow if \{ method ([A-Z ]+) \} \{ path -m reg (\S+) \}/g)].some(
    ([, methods = "", pattern = ""]) => methods.split(" ").includes(method) && new RegExp(pattern).test(path),
  );

test.each([
  ["GET", "/containers/json"],
  ["HEAD", "/containers/0af3/archive"],
  ["PUT", "/containers/0af3/archive"],
  ["DELETE", "/containers/t1-my-app-3030-node-2-write"],
  ["GET", "/images/berth-redis%3A8.0.2/json"],
  ["POST", "/images/load"],
])("%s %s is let through", (method, path) => {
  expect(lets(method, path)).toBe(true);
});

test.each([
  ["GET", "/secrets"],
  ["POST", "/services/create"],
  ["POST", "/swarm/leave"],
  ["POST", "/containers/0af3/exec"],
  ["POST", "/exec/0af3/start"],
  ["GET", "/containers/../secrets"],
  ["GET", "/containers/0af3%2F..%2F..%2Fsecrets/json"],
  ["POST", "/v1.41/containers/create"],
  ["POST", "/build"],
  ["GET", "/containers/0af3/archive"],
])("%s %s is refused", (method, path) => {
  expect(lets(method, path)).toBe(false);
});
