import { type JsonSchema, jsonSchemaOf, type Objects, objectNameOf, openApiDocument } from "./openapi";
import type { ApiRoute, Needs } from "./route";
import { ROUTES } from "./routes";

/** A value that is sent or answered: `addon.plan_id`. */
export type Field = { name: string; type: string; description: string; isRequired: boolean };

/** A route as the reference prints it; `id` is its anchor on the page. */
export type RouteReference = {
  id: string;
  method: string;
  path: string;
  summary: string;
  needs: Needs;
  status: number;
  inputs: { where: "path" | "query" | "body"; fields: Field[] }[];
  answers: Field[];
};

/** What people read of the API: routes by heading, then the objects that they answer. */
export type ApiReference = {
  tags: { name: string; routes: RouteReference[] }[];
  objects: { name: string; fields: Field[] }[];
};

const typeOf = (schema: JsonSchema): string => {
  if (schema.$ref) return objectNameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" or ");
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(" or ");
  if (schema.type === "array") return `list of ${typeOf(schema.items ?? {})}`;
  return [schema.type ?? "anything"].flat().join(" or ");
};

/** Objects within objects are told by their fields, with a dot between. */
function fieldsOf(schema: JsonSchema, prefix = ""): Field[] {
  const items = schema.type === "array" ? schema.items : undefined;
  if (items?.properties) return fieldsOf(items, prefix === "" ? "[]." : `${prefix.slice(0, -1)}[].`);
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const inner = value.type === "array" ? value.items?.properties : value.properties;
    if (inner && Object.keys(inner).length > 0) return fieldsOf(value, `${prefix}${name}.`);
    const isRequired = schema.required?.includes(name) ?? false;
    return [{ name: `${prefix}${name}`, type: typeOf(value), description: describeField(value), isRequired }];
  });
}

const describeField = ({ description = "", default: standard }: JsonSchema): string =>
  [description, standard === undefined ? "" : `Without it ${JSON.stringify(standard)}.`]
    .filter((text) => text !== "")
    .join(" ");

function referenceOf(id: string, route: ApiRoute, objects: Objects): RouteReference {
  const { method, path, summary, needs, status } = route;
  const inputs = (["path", "query", "body"] as const).map((where) => {
    const schema = { path: route.params, query: route.query, body: route.body }[where];
    return { where, fields: fieldsOf(jsonSchemaOf(schema, "input", objects)) };
  });
  return {
    id,
    method,
    path,
    summary,
    needs,
    status,
    inputs: inputs.filter(({ fields }) => fields.length > 0),
    answers: status === 204 ? [] : fieldsOf(jsonSchemaOf(route.answer, "output", objects)),
  };
}

/** The reference, made from the routes themselves. */
export function apiReference(): ApiReference {
  const objects: Objects = { ...openApiDocument().components.schemas };
  const all = Object.entries<ApiRoute>(ROUTES);
  const tags = [...new Set(all.map(([, { tag }]) => tag))].map((name) => ({
    name,
    routes: all.filter(([, { tag }]) => tag === name).map(([id, route]) => referenceOf(id, route, objects)),
  }));
  const names = Object.keys(objects).sort();
  return { tags, objects: names.map((name) => ({ name, fields: fieldsOf(objects[name] ?? {}) })) };
}

/** What a caller must have, in words. */
export const needsLabel = (needs: Needs): string =>
  needs === "nothing" ? "no token" : `a token with the scope ${needs}`;
