import { expect, test } from "vitest";
import { parseRedisUrl } from "./redis-url";

test("a URL is taken apart, with what it leaves out", () => {
  expect(parseRedisUrl("redis://my-app-3030:p%40ss@my-app-3030:6380/2")).toEqual({
    isTls: false,
    host: "my-app-3030",
    port: 6380,
    user: "my-app-3030",
    password: "p@ss",
    database: "2",
  });
  expect(parseRedisUrl("rediss://host")).toEqual({
    isTls: true,
    host: "host",
    port: 6379,
    user: "",
    password: "",
    database: "",
  });
});

test.each(["http://host", "redis://", "my-app-3030:6379", ""])("%j is no URL of a Redis", (text) => {
  expect(parseRedisUrl(text)).toBeNull();
});
