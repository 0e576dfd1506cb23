import type { ActionResult } from "@/lib/contract/errors";
import type { PasskeyQuestionView } from "@/lib/contract/passkeys";

const WORDS: Record<string, string> = {
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: "This device has a passkey of yours for Berth already.",
  ERROR_INVALID_DOMAIN: "Passkeys do not work at this address: use Berth by its own name, over https.",
  ERROR_INVALID_RP_ID: "Passkeys do not work at this address: use Berth by its own name, over https.",
};

/** What the device answers, in JSON: with a new passkey, or one that it has. A refusal says why there is none. */
export async function answerOf(
  which: "new" | "present",
  { options }: PasskeyQuestionView,
): Promise<ActionResult<string>> {
  try {
    // Loaded where it is used: nobody else has to fetch it.
    const { startAuthentication, startRegistration } = await import("@simplewebauthn/browser");
    const optionsJSON = JSON.parse(options);
    const answer = await (which === "new"
      ? startRegistration({ optionsJSON })
      : startAuthentication({ optionsJSON }));
    return { ok: true, data: JSON.stringify(answer) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const message = WORDS[code] ?? "Your device gave no passkey. Try again, or go on without.";
    return { ok: false, error: { code: "unavailable", reason: "no_passkey", message } };
  }
}
