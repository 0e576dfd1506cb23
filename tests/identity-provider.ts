import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import Provider from "oidc-provider";
import { CLIENT } from "./identity-client";

/** Somebody whom the provider knows; what stands here is what it tells. */
type ProviderPerson = { email?: string; email_verified?: boolean; name?: string };

const KEY_ID = "of-tests";
const PAGE = `<!doctype html><title>Provider</title><form method="post">
<label>Account <input name="subject"></label>
<button name="answer" value="yes">Continue</button> <button name="answer" value="no">Cancel</button></form>`;

/** A provider of OpenID Connect as it is: discovery, a page that asks who one is, the code flow, keys and user info. */
export async function startIdentityProvider({ callback, port = 0 }: { callback: string; port?: number }) {
  const people = new Map<string, ProviderPerson>();
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  /** What an answer says instead, signed again with the provider's own key. */
  const spoilt: { claims: ((claims: JWTPayload) => JWTPayload) | null } = { claims: null };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [callback] }],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: "RS256", use: "sig", kid: KEY_ID }] },
    cookies: { keys: ["of tests"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, ...people.get(accountId) }),
    }),
    // Everybody has agreed once and for all.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: CLIENT.id,
        accountId: oidc.session?.accountId ?? "",
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    await next();
    const { body } = ctx as { body?: { id_token?: string } };
    if (ctx.path !== "/token" || !spoilt.claims || !body?.id_token) return;
    const claims = spoilt.claims(decodeJwt(body.id_token));
    const header = { alg: "RS256", kid: KEY_ID };
    body.id_token = await new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
  });
  const answer = provider.callback();
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith("/interaction/")) void interact(provider, request, response);
    else void answer(request, response);
  });
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { issuer, people, spoilt, stop };
}

async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html").end(PAGE);
    return;
  }
  const form = new URLSearchParams(await text(request));
  await provider.interactionFinished(
    request,
    response,
    form.get("answer") === "yes"
      ? { login: { accountId: form.get("subject") ?? "" } }
      : { error: "access_denied", error_description: "somebody cancelled" },
  );
}

/** What a browser does that was sent to `url`: signs in as `subject`, or cancels for null. Answers where the provider sends it back to. */
export async function visitProvider(url: string, callback: string, subject: string | null): Promise<URL> {
  const cookies = new Map<string, string>();
  const visit = async (at: string, form?: URLSearchParams): Promise<URL> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(at, {
      redirect: "manual",
      headers: { cookie },
      ...(form && { method: "POST", body: form }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (set.split(";")[0] ?? "").split("=");
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) return visit(at, new URLSearchParams(answerOf(subject)));
    const next = new URL(location, at);
    return next.href.startsWith(callback) ? next : visit(next.href);
  };
  return visit(url);
}

const answerOf = (subject: string | null): Record<string, string> =>
  subject === null ? { answer: "no" } : { answer: "yes", subject };
