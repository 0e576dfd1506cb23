import { AuthorizationResponseError, ClientError, ResponseBodyError } from "openid-client";
import { z } from "zod";
import { DomainError, type ErrorCode } from "../../core/errors";
import { type ProviderRefusal, providerRefusalWords } from "../../core/people/provider-refusals";

/** @source https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 and https://openid.net/specs/openid-connect-core-1_0.html#AuthError */
const OF_ANSWERS: Record<string, ProviderRefusal> = {
  access_denied: "consent_refused",
  login_required: "consent_refused",
  consent_required: "consent_refused",
  interaction_required: "consent_refused",
  account_selection_required: "consent_refused",
  server_error: "provider_away",
  temporarily_unavailable: "provider_away",
  // The code was used already, or is too old.
  invalid_grant: "begin_again",
};
/** By the library's own codes. */
const OF_CODES: Record<string, ProviderRefusal> = {
  OAUTH_TIMEOUT: "provider_away",
  OAUTH_ABORT: "provider_away",
  OAUTH_RESPONSE_IS_NOT_CONFORM: "provider_away",
  OAUTH_RESPONSE_IS_NOT_JSON: "provider_away",
  OAUTH_PARSE_ERROR: "provider_away",
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: "clocks_differ",
};
const CODES: Partial<Record<ProviderRefusal, ErrorCode>> = {
  consent_refused: "forbidden",
  begin_again: "unauthenticated",
};

/** A refusal of the provider's or of its answer, in our words. */
export function refusalBy(provider: string, reason: ProviderRefusal, cause?: unknown): DomainError {
  return new DomainError(CODES[reason] ?? "unavailable", reason, providerRefusalWords(reason, provider), {
    cause,
  });
}

/** Does one thing with the provider. @throws DomainError for whatever it, the network or the library refuses. */
export async function asked<T>(provider: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    throw refusalBy(provider, reason, withItsCode(error));
  }
}

function reasonOf(error: unknown): ProviderRefusal | null {
  if (error instanceof ResponseBodyError && error.status >= 500) return "provider_away";
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError)
    return OF_ANSWERS[error.error] ?? "provider_refused";
  if (error instanceof ClientError) return OF_CODES[error.code ?? ""] ?? "provider_not_trusted";
  if (error instanceof z.ZodError) return "provider_not_trusted";
  // What `fetch` throws where nothing answers, or nothing that proves who it is.
  return error instanceof TypeError && error.cause !== undefined ? "provider_away" : null;
}

/** For the log: the library's message does not say what the provider has answered. */
const withItsCode = (error: unknown): unknown =>
  error instanceof AuthorizationResponseError || error instanceof ResponseBodyError
    ? new Error(`${error.error}: ${error.error_description ?? ""}`.slice(0, 300), { cause: error })
    : error;
