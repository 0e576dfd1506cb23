import { expect, test } from "vitest";
import { urlOf } from "./url";

test("the URL names the gateway, the addon's user and database 0", () => {
  expect(urlOf({ resourceId: "my-app-3030", password: "aB3", isTls: false })).toBe(
    "redis://my-app-3030:aB3@my-app-3030:6379/0",
  );
});

test("a password of any characters survives the URL", () => {
  const url = new URL(urlOf({ resourceId: "my-app-3030", password: "a/b@c:d?#%", isTls: true }));
  expect(decodeURIComponent(url.password)).toBe("a/b@c:d?#%");
});

test.each([
  ["db.example.org", "rediss://my-app-3030:x@db.example.org:20001/0"],
  ["2001:db8::7", "rediss://my-app-3030:x@[2001:db8::7]:20001/0"],
])("from outside it names %s and its port, by TLS", (host, url) => {
  expect(urlOf({ resourceId: "my-app-3030", password: "x", isTls: true, host, port: 20_001 })).toBe(url);
});
