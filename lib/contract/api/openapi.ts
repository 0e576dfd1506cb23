import { z } from "zod";
import type { ApiRoute } from "./route";
import { ROUTES } from "./routes";
import { ApiError } from "./shared";

/** A JSON Schema, as far as the documentation reads it. */
export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  $defs?: Record<string, JsonSchema>;
};

/** Objects with a name of their own, by that name. */
export type Objects = Record<string, JsonSchema>;

const OBJECT_PATH = "#/components/schemas/";

/** JSON Schema of what crosses the wire. Named objects are put into `objects` and referred to. */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output", objects: Objects): JsonSchema {
  const made = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  const { $defs = {}, ...rest } = relink(made);
  Object.assign(objects, $defs);
  return rest;
}

/** Zod's own references point into the schema itself; ours are those of the document. What it writes is JSON, so the cast is safe. */
function relink(schema: object): JsonSchema {
  const text = JSON.stringify(schema, (key, value) =>
    key === "$schema" || key === "additionalProperties" || key === "~standard" ? undefined : value,
  );
  return JSON.parse(text.replaceAll('"#/$defs/', `"${OBJECT_PATH}`)) as JsonSchema;
}

/** "Addon" of a reference. */
export const objectNameOf = (reference: string): string => reference.slice(OBJECT_PATH.length);

const parametersOf = (route: ApiRoute, where: "path" | "query", objects: Objects) => {
  const schema = jsonSchemaOf(where === "path" ? route.params : route.query, "input", objects);
  return Object.entries(schema.properties ?? {}).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: schema.required?.includes(name) ?? false,
    ...(description !== undefined && { description }),
    schema: rest,
  }));
};

const json = (schema: JsonSchema) => ({ "application/json": { schema } });

const FILE = { "application/octet-stream": { schema: { type: "string", format: "binary" } } };

/** Bare text is no JSON here, but a file. */
const contentOf = (schema: JsonSchema) =>
  schema.type === "string" ? { "text/plain": { schema } } : json(schema);

function bodyOf(route: ApiRoute, objects: Objects) {
  if (route.isUpload) return { requestBody: { required: true, content: FILE } };
  const schema = jsonSchemaOf(route.body, "input", objects);
  return Object.keys(schema.properties ?? {}).length === 0
    ? {}
    : { requestBody: { required: true, content: json(schema) } };
}

function operationOf(name: string, route: ApiRoute, objects: Objects) {
  const success =
    route.status === 204
      ? { description: "Done." }
      : { description: "As asked.", content: contentOf(jsonSchemaOf(route.answer, "output", objects)) };
  const refusal = { description: "Refused.", content: json({ $ref: `${OBJECT_PATH}Error` }) };
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    ...(route.needs === "nothing" ? { security: [{}, { token: [] }] } : { "x-scope": route.needs }),
    parameters: [...parametersOf(route, "path", objects), ...parametersOf(route, "query", objects)],
    ...bodyOf(route, objects),
    responses: { [String(route.status)]: success, default: refusal },
  };
}

/** The whole API as an OpenAPI 3.1 document. @source https://spec.openapis.org/oas/v3.1.1 */
export function openApiDocument() {
  const objects: Objects = {};
  jsonSchemaOf(z.object({ error: ApiError }), "output", objects);
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {};
  for (const [name, route] of Object.entries<ApiRoute>(ROUTES))
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationOf(name, route, objects),
    };
  return {
    openapi: "3.1.0",
    info: { title: "Berth", version: "1", description: "Everything that the pages do, for programs." },
    servers: [{ url: "/" }],
    security: [{ jwt: [] }, { token: [] }],
    paths,
    components: {
      schemas: objects,
      securitySchemes: {
        jwt: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        token: { type: "http", scheme: "basic", description: "Empty user name, and the token as password." },
      },
    },
  };
}
