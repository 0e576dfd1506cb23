import type { z } from "zod";
import { DomainError, type ErrorCode } from "../core/errors";
import type { ApiRoute } from "./api/route";

const TIMEOUT_MS = 20_000;

type Route<A extends z.ZodType> = Pick<ApiRoute, "method" | "path"> & { answer: A };
type Given = {
  params: Record<string, string>;
  query?: Record<string, string | number | null | undefined>;
  body?: unknown;
};

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  422: "invalid",
  429: "limit_exceeded",
};

/** Asks a route of the REST API as the person who is signed in, and parses the answer. @throws DomainError with what was refused; `unavailable` when there is no proper answer. */
export async function askApi<A extends z.ZodType>(route: Route<A>, given: Given): Promise<z.infer<A>> {
  const response = await fetch(addressOf(route.path, given), {
    method: route.method,
    headers: { accept: "application/json", "content-type": "application/json" },
    ...(given.body !== undefined && { body: JSON.stringify(given.body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.ok) return route.answer.parse(response.status === 204 ? undefined : await response.json());
  const { ApiError } = await import("./api/shared");
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  const told = ApiError.safeParse(isJson ? await response.json() : null).data;
  if (!told)
    throw new DomainError("unavailable", "no_answer", `Berth answered with status ${response.status}.`);
  throw new DomainError(CODES[response.status] ?? "unavailable", told.code, told.error);
}

function addressOf(path: string, { params, query = {} }: Given): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  );
  return `${filled}?${new URLSearchParams(given)}`;
}
