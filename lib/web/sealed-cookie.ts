import "server-only";
import { cookies } from "next/headers";
import { z } from "zod";
import { DomainError } from "../core/errors";
import { parseJson } from "../core/json";
import { platform } from "../runtime/container";

/** A cookie that the browser keeps for us without being able to read or change it, until it is taken once or `minutes` have passed. */
export type SealedCookie<T> = { name: string; path: string; minutes: number; schema: z.ZodType<T> };

const Sealed = z.object({ name: z.string(), endsAt: z.number(), value: z.unknown() });

/** Sets it; one that was set before is gone. */
export async function setSealedCookie<T>(
  { name, path, minutes }: SealedCookie<T>,
  value: NoInfer<T>,
): Promise<void> {
  const { cipher, baseUrl } = platform();
  const sealed = { name, endsAt: Date.now() + minutes * 60_000, value };
  (await cookies()).set(ownName(name), cipher.encrypt(JSON.stringify(sealed)), {
    path,
    maxAge: minutes * 60,
    httpOnly: true,
    // Whoever comes back from another site brings it along.
    sameSite: "lax",
    secure: baseUrl.startsWith("https:"),
  });
}

/** What it holds, and takes it away; null when there is none, it is too old or was changed. */
export async function takeSealedCookie<T>({ name, path, schema }: SealedCookie<T>): Promise<T | null> {
  const store = await cookies();
  const text = store.get(ownName(name))?.value;
  if (text === undefined) return null;
  store.set(ownName(name), "", { path, maxAge: 0 });
  const sealed = Sealed.safeParse(open(text)).data;
  if (sealed?.name !== name || sealed.endsAt < Date.now()) return null;
  return schema.safeParse(sealed.value).data ?? null;
}

/** Cookies do not tell ports apart: two Berths on one machine must not overwrite each other's. */
const ownName = (name: string): string => `berth-${platform().instance}.${name}`;

function open(text: string): unknown {
  try {
    return parseJson(platform().cipher.decrypt(text));
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
