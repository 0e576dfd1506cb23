export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = "theme";

/** `--color-background` of the style sheet, for what stands outside the page. */
export const BACKGROUNDS = { light: "oklch(0.991 0.002 200)", dark: "oklch(0.172 0.008 210)" } as const;
