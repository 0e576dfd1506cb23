"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { THEME_COOKIE, THEMES, type Theme } from "./theme";

const LOOKS = {
  system: { icon: Monitor, label: "Colours: as the system" },
  light: { icon: Sun, label: "Colours: light" },
  dark: { icon: Moon, label: "Colours: dark" },
};

const YEAR_SECONDS = 31_536_000;

function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: browsers have the Cookie Store API on HTTPS only.
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/** Goes round: as the system, light, dark. */
export function ThemeToggle({ initial, className }: { initial: Theme; className?: string }) {
  const [theme, setTheme] = useState(initial);
  const { icon: Icon, label } = LOOKS[theme];
  const turn = () => {
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
    applyTheme(next);
    setTheme(next);
  };
  return (
    <Button variant="ghost" size="icon" aria-label={label} title={label} onClick={turn} className={className}>
      <Icon aria-hidden="true" />
    </Button>
  );
}
