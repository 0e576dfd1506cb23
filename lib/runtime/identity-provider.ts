import { openidProvider } from "../adapters/identity/openid";
import { DomainError } from "../core/errors";
import type { IdentityProvider } from "../ports/identity-provider";
import { baseUrlOf, type Config, OidcSecret } from "./config";
import { readSettingFile } from "./setting-file";

/** Where the provider sends people back to, behind Berth's address. */
const PROVIDER_CALLBACK = "/sign-in/openid/callback";

/** By whom people can sign in beside the password; null where none is set. @throws DomainError `invalid` where half of it is set. */
export function identityProviderOf(settings: Config): IdentityProvider | null {
  const { BERTH_OIDC_ISSUER: issuer, BERTH_OIDC_CLIENT_ID: clientId } = settings;
  const clientSecret =
    settings.BERTH_OIDC_CLIENT_SECRET ?? readSecret(settings.BERTH_OIDC_CLIENT_SECRET_FILE);
  if (issuer === undefined) return null;
  if (clientId === undefined || clientSecret === null)
    throw new DomainError(
      "invalid",
      "settings",
      "BERTH_OIDC_ISSUER is set: set BERTH_OIDC_CLIENT_ID and BERTH_OIDC_CLIENT_SECRET (or _FILE) too.",
    );
  return openidProvider({
    issuer,
    clientId,
    clientSecret,
    name: settings.BERTH_OIDC_NAME ?? new URL(issuer).host,
    callback: `${baseUrlOf(settings).replace(/\/$/, "")}${PROVIDER_CALLBACK}`,
  });
}

const readSecret = (path: string | undefined): string | null =>
  path === undefined
    ? null
    : readSettingFile({ name: "BERTH_OIDC_CLIENT_SECRET_FILE", path, lacks: "secret" }, OidcSecret);
