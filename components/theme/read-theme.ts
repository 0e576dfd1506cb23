import { cookies } from "next/headers";
import { THEME_COOKIE, THEMES, type Theme } from "./theme";

/** What the person has chosen in this browser; `system` when nothing. */
export async function readTheme(): Promise<Theme> {
  const chosen = (await cookies()).get(THEME_COOKIE)?.value;
  return THEMES.find((theme) => theme === chosen) ?? "system";
}
