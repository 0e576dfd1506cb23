import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  clockTolerance,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { z } from "zod";
import { HOUR_MS } from "../../core/units";
import type { Identity, IdentityProvider, SignInProof } from "../../ports/identity-provider";
import { asked, refusalBy } from "./refusals";

const TIMEOUT_SECONDS = 10;
/** So far clocks may differ. */
const CLOCK_SECONDS = 60;
/** What a provider says of itself (addresses, but not its keys, which are read as they change) is asked anew so often. */
const METADATA_MS = HOUR_MS;
/** How a provider says that it asked for several proofs. @source https://www.rfc-editor.org/rfc/rfc8176#section-2 */
const MULTI_FACTOR = "mfa";

/** Some write the claim as text. */
const Flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);
const Claims = z.object({
  sub: z.string().min(1),
  email: z.string().optional(),
  email_verified: Flag.optional(),
  name: z.string().optional(),
  amr: z.array(z.string()).optional(),
});
type Claims = z.infer<typeof Claims>;

/** How to reach the provider; `callback` is where it sends people back to. */
type OpenidSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
  callback: string;
};

/** One provider of OpenID Connect, by the code flow with PKCE. @source https://openid.net/specs/openid-connect-core-1_0.html */
export function openidProvider(settings: OpenidSettings): IdentityProvider {
  const { name, issuer, callback } = settings;
  let known: { client: Promise<Configuration>; readAt: number } | undefined;
  const read = (): Promise<Configuration> => {
    const reading = { client: discover(settings), readAt: Date.now() };
    known = reading;
    // What failed is asked anew by the next.
    reading.client.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading.client;
  };
  const ask = <T>(work: (client: Configuration) => Promise<T>): Promise<T> =>
    asked(name, async () =>
      work(await (known && Date.now() - known.readAt < METADATA_MS ? known.client : read())),
    );
  return {
    name,
    issuer,
    begin: () => ask((client) => begin(client, callback)),
    finish: async (parameters, proof) => {
      // Before anything of the answer is believed.
      if (new URLSearchParams(parameters).get("state") !== proof.state) throw refusalBy(name, "begin_again");
      return ask((client) => finish(client, new URL(`${callback}${parameters}`), proof));
    },
    probe: () =>
      asked(name, async () => {
        await read();
      }),
  };
}

async function discover({ issuer, clientId, clientSecret }: OpenidSettings): Promise<Configuration> {
  const server = new URL(issuer);
  const isPlain = server.protocol === "http:";
  return discovery(server, clientId, { [clockTolerance]: CLOCK_SECONDS }, authenticatedBy(clientSecret), {
    timeout: TIMEOUT_SECONDS,
    ...(isPlain && { execute: [allowInsecureRequests] }),
  });
}

/** In the header, which is what the standard begins with, unless the provider wants it in the body. */
function authenticatedBy(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? basic : post)(server, ...rest);
  };
}

async function begin(client: Configuration, callback: string): Promise<{ url: string; proof: SignInProof }> {
  const proof = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
  const url = buildAuthorizationUrl(client, {
    redirect_uri: callback,
    scope: "openid email profile",
    state: proof.state,
    nonce: proof.nonce,
    code_challenge: await calculatePKCECodeChallenge(proof.verifier),
    code_challenge_method: "S256",
  });
  return { url: url.href, proof };
}

async function finish(client: Configuration, answer: URL, proof: SignInProof): Promise<Identity> {
  const tokens = await authorizationCodeGrant(client, answer, {
    expectedState: proof.state,
    expectedNonce: proof.nonce,
    pkceCodeVerifier: proof.verifier,
    idTokenExpected: true,
  });
  const signed = Claims.parse(tokens.claims());
  const told = signed.email === undefined ? await askUserInfo(client, tokens.access_token, signed) : signed;
  return {
    issuer: client.serverMetadata().issuer,
    subject: signed.sub,
    verifiedEmail: told.email_verified === true ? (told.email ?? null) : null,
    name: told.name ?? null,
    isMultiFactor: signed.amr?.includes(MULTI_FACTOR) === true,
  };
}

/** Many providers tell the email address here alone. */
async function askUserInfo(client: Configuration, accessToken: string, signed: Claims): Promise<Claims> {
  if (!client.serverMetadata().userinfo_endpoint) return signed;
  return Claims.parse(await fetchUserInfo(client, accessToken, signed.sub));
}
