/** What was typed as a code, in the form it is known by: six digits of an app, a recovery code, or neither. */
export type SecondFactorCode = { kind: "app" | "recovery"; code: string } | null;

const RECOVERY_CODES = 10;
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
/** Characters of a recovery code, 5 bits each. */
const LENGTH = 16;

const grouped = (text: string): string => (text.match(/.{4}/g) ?? []).join("-");

/** Reads a code however it is spaced and written. */
export function readSecondFactorCode(text: string): SecondFactorCode {
  const bare = text.toLowerCase().replaceAll(/[\s-]/g, "");
  if (/^\d{6}$/.test(bare)) return { kind: "app", code: bare };
  const isRecovery = bare.length === LENGTH && [...bare].every((letter) => LETTERS.includes(letter));
  return isRecovery ? { kind: "recovery", code: grouped(bare) } : null;
}

/** Ten codes of 80 bits out of random bytes, without letters that look alike; `random` gives as many bytes as it is asked for. */
export const recoveryCodesOf = (random: (bytes: number) => Uint8Array): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    grouped(Array.from(random(LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join("")),
  );
