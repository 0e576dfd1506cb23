import { z } from "zod";

/** What stands in a password as it is, though a URL means something else by it. */
const ENCODED = "@ as %40, # as %23, % as %25, / as %2F, ? as %3F, : as %3A";

/** An empty host, with the folder of a socket in `?host=`: PostgreSQL's own clients take it, a URL with a user and no host is none. */
const EMPTY_HOST = /^(postgres(?:ql)?:\/\/[^/?#]*@)(?=[/?]|:\d*\/)/;

/** `DATABASE_URL` as it is handed on. */
export const DatabaseUrl = z
  .string()
  .transform((text) => (/[?&]host=/.test(text) ? text.replace(EMPTY_HOST, "$1localhost") : text))
  .superRefine((text, ctx) => {
    const message = decideReason(text);
    if (message) ctx.addIssue({ code: "custom", message });
  });

/** Why a URL cannot be meant as it stands; null when it can. */
function decideReason(text: string): string | null {
  if (!/^postgres(ql)?:\/\//.test(text)) return "it does not begin with postgresql://";
  const encode = `characters of its password (or user) are to be written encoded: ${ENCODED}`;
  if (/%(?![0-9a-f]{2})/i.test(text)) return encode;
  if (!URL.canParse(text)) return text.includes("@") ? encode : "it is not a URL";
  const { username, password, hostname, pathname, search, hash } = new URL(text);
  if (hash !== "" || /@/.test(pathname + search)) return encode;
  if (hostname === "" && (username !== "" || password !== "")) return "it names no host";
  return null;
}
