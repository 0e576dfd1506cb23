import { expect, test } from "vitest";
import { urlOf } from "./url";

test("the URL names the gateway, the addon's user and database 0", () => {
  expect(urlOf({ resourceId: "my-app-3030", password: "aB3" })).toBe(
    "redis://my-app-3030:aB3@my-app-3030:6379/0",
  );
});

test("a password of any characters survives the URL", () => {
  const url = new URL(urlOf({ resourceId: "my-app-3030", password: "a/b@c:d?#%" }));
  expect(decodeURIComponent(url.password)).toBe("a/b@c:d?#%");
});
