import { expect } from "vitest";
import { z } from "zod";
import { ROUTES, type RouteName } from "../lib/contract/api/routes";
import type { Platform } from "../lib/runtime/container";
import { type Answered, type Sent, withApi } from "./api";
import { makeAddon, makeApp } from "./factories";

/** The API, and owners who call it. */
export function withRows(changes: Partial<Platform> = {}) {
  const api = withApi(changes);

  /** An owner with an app, its running addon, and a way to call as that owner. */
  async function world(
    appChanges: Parameters<typeof makeApp>[0] = {},
    addonChanges: Parameters<typeof makeAddon>[2] = {},
  ) {
    const { owner, app } = await makeApp(appChanges);
    const ctx = api.contextFor(owner);
    const addon = await makeAddon(ctx, app, addonChanges);
    const { jwt, token } = await api.tokenFor(owner);
    const call = (method: string, path: string, sent: Sent = {}) =>
      api.call(method, path, { token: jwt, ...sent });
    return { owner, app, ctx, addon, token, jwt, call, path: `/v1/apps/${app.name}` };
  }

  return { api, world };
}

/** The body of an answer of the route, which is all that the route says it answers, and nothing else. */
export function bodyOf(name: RouteName, { status, body }: Answered): unknown {
  const route = ROUTES[name];
  expect({ status, body }).toEqual({ status: route.status, body: expect.anything() });
  return z.parse(route.answer, body);
}
