import "server-only";
import { ROUTES, type RouteName } from "../../contract/api/routes";

type Compiled = { name: RouteName; method: string; segments: string[] };

const compiled: Compiled[] = Object.entries(ROUTES).map(([name, { method, path }]) => ({
  name: name as RouteName,
  method,
  segments: path.split("/"),
}));

export type FoundRoute =
  | { name: RouteName; params: Record<string, string> }
  /** The path is there, with these methods; none of them when it is not. */
  | { name: null; methods: string[] };

/** The route for a request. HEAD asks what GET would answer. */
export function findRoute(method: string, pathname: string): FoundRoute {
  const segments = decode(pathname);
  const fitting = segments ? compiled.filter((route) => fits(route.segments, segments)) : [];
  const wanted = method === "HEAD" ? "GET" : method;
  const route = fitting.find((candidate) => candidate.method === wanted);
  if (!route || !segments) return { name: null, methods: fitting.map((candidate) => candidate.method) };
  return { name: route.name, params: paramsOf(route.segments, segments) };
}

/** Null for what no client that works would send. */
function decode(pathname: string): string[] | null {
  try {
    const segments = pathname.split("/").map(decodeURIComponent);
    return segments.some((segment) => segment.includes("\0")) ? null : segments;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

const isParam = (segment: string): boolean => segment.startsWith("{");

const fits = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length &&
  pattern.every((part, index) => isParam(part) || part === segments[index]);

const paramsOf = (pattern: readonly string[], segments: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pattern.flatMap((part, index) => (isParam(part) ? [[part.slice(1, -1), segments[index] ?? ""]] : [])),
  );
