import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathOf } from "./actions";

/** An address of the app, with `[name]` where something has to be named. */
export type Route = {
  path: string;
  kind: "page" | "route";
  /** Meant for strangers too. */
  isPublic: boolean;
  /** What a route answers to; pages answer to GET. */
  methods: string[];
};

/** Pages for people without a session stand in `app/(public)`; these routes tell monitors how Berth is, and programs how to speak to it. */
const PUBLIC_ROUTES = ["/api/health", "/v1/openapi.json"];

/** Has a door of its own: a token, and none is set in these journeys. */
const METRICS_ROUTE = "/metrics";

/** Every page and route of Next but that one (those of the REST API have a list and a walk of their own): read from the source, so that a new one is among them by itself. */
export function listRoutes(): Route[] {
  return readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)(page|route)\.tsx?$/.test(file) && pathOf(file) !== METRICS_ROUTE)
    .map((file) => {
      const path = pathOf(file);
      const kind = /\/?page\.tsx?$/.test(file) ? "page" : "route";
      return {
        path,
        kind,
        isPublic: file.startsWith("(public)/") || PUBLIC_ROUTES.includes(path),
        methods: kind === "page" ? ["GET"] : exportedMethods(join("app", file)),
      } as const;
    });
}

const exportedMethods = (file: string): string[] =>
  [...readFileSync(file, "utf8").matchAll(/^export (?:async )?(?:function|const) ([A-Z]+)\b/gm)].map(
    ([, method = ""]) => method,
  );

/** The address with its names filled in. @throws Error for a name that nobody has given a value yet. */
export function fill(path: string, values: Record<string, string>): string {
  return path.replaceAll(/\[([^\]]+)\]/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${path}: say in the test what [${name}] stands for`);
    return value;
  });
}
