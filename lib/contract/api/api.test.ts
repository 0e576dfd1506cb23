import { expect, test } from "vitest";
import { z } from "zod";
import { apiMarkdown } from "./markdown";
import { openApiDocument } from "./openapi";
import { apiReference } from "./reference";
import type { ApiRoute } from "./route";
import { ROUTES } from "./routes";

const routes = Object.entries<ApiRoute>(ROUTES);

test("docs/api.md is what the routes say; `npm run docs:api` writes it anew", async () => {
  await expect(apiMarkdown(apiReference())).toMatchFileSnapshot("../../../docs/api.md");
});

test("every route has a path of its own for its method, and says its parameters", () => {
  const keys = routes.map(([, { method, path }]) => `${method} ${path.replaceAll(/\{[^}]+\}/g, "{}")}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const [name, { path, params }] of routes) {
    const named = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
    const { properties = {} } = z.toJSONSchema(params, { io: "input" });
    expect(Object.keys(properties).sort(), name).toEqual(named.sort());
  }
});

test("what changes something needs more than a look, but for the token of an addon and the two doors", () => {
  const lax = routes.filter(
    ([, { method, needs }]) => method !== "GET" && needs !== "write" && needs !== "admin",
  );
  expect(lax.map(([name]) => name).sort()).toEqual([
    "createAddonSso",
    "createAddonToken",
    "createToken",
    "exchangeToken",
  ]);
});

test("the OpenAPI document has every route, and each of its references leads somewhere", () => {
  const document = openApiDocument();
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(ROUTES).sort());
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  for (const [, name = ""] of references) expect(document.components.schemas).toHaveProperty(name);
  expect(JSON.stringify(document)).not.toContain("$defs");
});
