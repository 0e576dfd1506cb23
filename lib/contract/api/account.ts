import { z } from "zod";
import { TOKEN_SCOPES } from "../../core/people/scopes";
import type { UserView } from "../people";
import {
  AddSshKeyInput,
  type CreatedTokenView,
  CreateTokenInput,
  type SshKeyView,
  type TokenView,
} from "../tokens";
import { NoAnswer, route } from "./route";
import { usernameOf } from "./shared";

const tag = "Account";

/** A token without its text. */
export const ApiToken = z
  .object({
    id: z.string(),
    name: z.string(),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().nullable(),
    expires_at: z.iso.datetime().nullable(),
    scope: z.enum(TOKEN_SCOPES),
    app: z.string().nullable().describe("The only app it sees."),
  })
  .meta({ id: "Token" });

/** A token in the words of the API. */
export const toApiToken = (view: TokenView): z.infer<typeof ApiToken> => ({
  id: view.id,
  name: view.name,
  created_at: view.createdAt,
  last_used_at: view.lastUsedAt,
  expires_at: view.expiresAt,
  scope: view.scope,
  app: view.appName,
});

/** A new token; the only answer that has its text. */
export const ApiNewToken = ApiToken.extend({ token: z.string() }).meta({ id: "NewToken" });
/** A new token with its text, in the words of the API. */
export const toApiNewToken = (view: CreatedTokenView): z.infer<typeof ApiNewToken> => ({
  ...toApiToken(view),
  token: view.token,
});

/** An account; `username` is made from the email, since accounts have no other name to sign in with. */
export const ApiUser = z
  .object({
    id: z.string(),
    username: z.string(),
    fullname: z.string(),
    email: z.string(),
    // The vendor's CLI asks for a consent of customers when it finds `admin` here.
    flags: z.object({}),
  })
  .meta({ id: "User" });

/** An account in the words of the API. */
export const toApiUser = ({ id, email, name }: UserView & { id: string }): z.infer<typeof ApiUser> => ({
  id,
  username: usernameOf(email),
  fullname: name,
  email,
  flags: {},
});

/** An SSH key of the caller. */
export const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    content: z.string(),
    fingerprint: z.string(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: "Key" });

/** An SSH key in the words of the API. */
export const toApiKey = ({
  id,
  name,
  publicKey,
  fingerprint,
  createdAt,
}: SshKeyView): z.infer<typeof ApiKey> => ({
  id,
  name,
  content: publicKey,
  fingerprint,
  created_at: createdAt,
});

/** Nothing ever listens on it: a client that knows no better is refused at once, and shows its keys to nobody. */
export const SSH_OFF_PORT = 0;

const Region = z
  .object({
    name: z.string(),
    display_name: z.string(),
    ssh: z.string().describe("`host:port` of the SSH gateway; port 0 while it is off."),
    api: z.string(),
    dashboard: z.string(),
    database_api: z.string(),
    default: z.boolean(),
  })
  .meta({ id: "Region" });

const Id = z.object({ id: z.uuid() });

/** Clients of the reference platform send it in a header of this name. */
export const OTP_HEADER = "x-authorization-otp";

const Otp = z
  .string()
  .optional()
  .describe(`Code of the second factor, or a recovery code; or in the header \`${OTP_HEADER}\`.`);

/** One client sends `{"token": {"name"}}`, the other `{"name"}`. */
const TokenBody = z.preprocess(
  (body) => {
    if (!body || typeof body !== "object" || !("token" in body)) return body;
    const { token, ...rest } = body;
    return token && typeof token === "object" ? { ...rest, ...token } : token;
  },
  z.object({
    name: CreateTokenInput.shape.name.default("API"),
    scope: z.enum(TOKEN_SCOPES).optional().describe("`write` unless said otherwise."),
    app: CreateTokenInput.shape.app,
    days: CreateTokenInput.shape.days,
    otp: Otp,
  }),
);

const KeyBody = z.preprocess(
  (body) => (body && typeof body === "object" && "key" in body ? body.key : body),
  z.object({ name: AddSshKeyInput.shape.name.default(""), content: AddSshKeyInput.shape.publicKey }),
);

/** Routes about the caller: tokens, keys, who it is, and where this Berth answers. */
export const ACCOUNT_ROUTES = {
  exchangeToken: route({
    method: "POST",
    path: "/v1/tokens/exchange",
    tag,
    summary: "Exchange a token (`Basic :token`) for a JWT that works for an hour",
    needs: "nothing",
    answer: z.object({ token: z.string() }),
  }),
  listTokens: route({
    method: "GET",
    path: "/v1/tokens",
    tag,
    summary: "Your tokens, without their text",
    needs: "look",
    answer: z.object({ tokens: z.array(ApiToken) }),
  }),
  createToken: route({
    method: "POST",
    path: "/v1/tokens",
    tag,
    summary:
      "Make a token, signed in by a token or by `Basic email:password`; 401 `otp_required` asks for the code of a second factor",
    needs: "nothing",
    body: TokenBody,
    status: 201,
    answer: z.object({ token: ApiNewToken }),
  }),
  revokeToken: route({
    method: "DELETE",
    path: "/v1/tokens/{id}",
    tag,
    summary: "Revoke a token and every JWT it was exchanged for",
    needs: "write",
    params: Id,
    status: 204,
    answer: NoAnswer,
  }),
  getSelf: route({
    method: "GET",
    path: "/v1/users/self",
    tag,
    summary: "Whose token this is",
    needs: "look",
    answer: z.object({ user: ApiUser }),
  }),
  listKeys: route({
    method: "GET",
    path: "/v1/keys",
    tag,
    summary: "Your SSH keys",
    needs: "look",
    answer: z.object({ keys: z.array(ApiKey) }),
  }),
  addKey: route({
    method: "POST",
    path: "/v1/keys",
    tag,
    summary: "Add an SSH key",
    needs: "write",
    body: KeyBody,
    status: 201,
    answer: z.object({ key: ApiKey }),
  }),
  removeKey: route({
    method: "DELETE",
    path: "/v1/keys/{id}",
    tag,
    summary: "Remove an SSH key",
    needs: "write",
    params: Id,
    status: 204,
    answer: NoAnswer,
  }),
  listRegions: route({
    method: "GET",
    path: "/v1/regions",
    tag,
    summary: "Where the parts of this Berth answer; always one",
    needs: "look",
    answer: z.object({ regions: z.array(Region).min(1) }),
  }),
};
