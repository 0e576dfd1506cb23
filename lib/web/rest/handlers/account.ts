import "server-only";
import {
  type ACCOUNT_ROUTES,
  OTP_HEADER,
  SSH_OFF_PORT,
  toApiKey,
  toApiNewToken,
  toApiToken,
  toApiUser,
} from "../../../contract/api/account";
import { REGION_NAME } from "../../../contract/api/apps";
import { type Code, Otp } from "../../../contract/second-factor";
import { DomainError } from "../../../core/errors";
import { contextOf } from "../../../runtime/context";
import { checkSecondFactor } from "../../../runtime/second-factor";
import { type Actor, personActor } from "../../../services/context";
import { checkCredentials } from "../../../services/people/check-credentials";
import { getSelf } from "../../../services/people/get-self";
import { addSshKey } from "../../../services/ssh-keys/add-ssh-key";
import { listSshKeys } from "../../../services/ssh-keys/list-ssh-keys";
import { removeSshKey } from "../../../services/ssh-keys/remove-ssh-key";
import { createToken } from "../../../services/tokens/create-token";
import { exchangeToken } from "../../../services/tokens/exchange-token";
import { listTokens } from "../../../services/tokens/list-tokens";
import { revokeToken } from "../../../services/tokens/revoke-token";
import { withoutLocalhost } from "../../origin";
import { readBasic, requireCaller } from "../authenticate";
import type { Call, Handlers } from "../handler";

export const ACCOUNT_HANDLERS: Handlers<typeof ACCOUNT_ROUTES> = {
  // By the token itself only: else a JWT could be drawn out for ever.
  exchangeToken: ({ request: { headers, caller, parts } }) =>
    exchangeToken(parts.signer, readBasic(headers) && caller),
  listTokens: async ({ ctx }) => ({ tokens: (await listTokens(ctx)).map(toApiToken) }),
  createToken: async ({ body, request }) => {
    const actor = await findMaker(request, body.otp);
    const ctx = contextOf(actor, request.visitor.requestId, request.parts);
    // Who signs in with a password gets a token for all that the account may.
    const scope = body.scope ?? (actor.tokenId === null && actor.isAdmin ? "admin" : "write");
    const { name, app, days } = body;
    return { token: toApiNewToken(await createToken(ctx, { name, app, days, scope })) };
  },
  revokeToken: ({ ctx, params }) => revokeToken(ctx, params),
  getSelf: async ({ ctx }) => ({ user: toApiUser(await getSelf(ctx)) }),
  listKeys: async ({ ctx }) => ({ keys: (await listSshKeys(ctx)).map(toApiKey) }),
  addKey: async ({ ctx, body: { name, content } }) => ({
    key: toApiKey(await addSshKey(ctx, { name, publicKey: content })),
  }),
  removeKey: ({ ctx, params }) => removeSshKey(ctx, params),
  listRegions: async ({ origin, request: { parts } }) => {
    const address = withoutLocalhost(origin);
    const region = {
      name: REGION_NAME,
      display_name: "Berth",
      ssh: `${new URL(address).hostname}:${parts.sshPort ?? SSH_OFF_PORT}`,
      api: address,
      dashboard: origin,
      database_api: address,
      default: true,
    };
    return { regions: [region] };
  },
};

/** By email, password and second factor, else by token. A session has the account page for it. */
async function findMaker(request: Call<never>["request"], otp: string | undefined): Promise<Actor> {
  const { headers, caller, visitor } = request;
  const basic = readBasic(headers);
  if (!basic || basic.user === "") return requireCaller(caller?.sessionId === null ? caller : null);
  const { user: email, password } = basic;
  const user = await checkCredentials({ email, password, addressGroup: visitor.addressGroup });
  if (user.hasSecondFactor) {
    const code = readOtp(headers.get(OTP_HEADER) ?? otp);
    await checkSecondFactor({ email: user.email, password }, code, { ...visitor, cookie: null });
  }
  return personActor({ ...user, userId: user.id }, null);
}

/** @throws DomainError `unauthenticated` without one, in the words by which clients of the reference platform know to ask for it. */
function readOtp(otp: string | undefined): Code {
  if (otp === undefined || otp === "")
    throw new DomainError("unauthenticated", "otp_required", "OTP Required");
  return Otp.parse({ otp }).otp;
}
