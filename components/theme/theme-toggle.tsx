"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { keepChoice } from "../ui/keep-choice";
import { THEME_COOKIE, THEMES, type Theme } from "./theme";

const LOOKS = {
  system: { icon: Monitor, label: "Colours: as the system" },
  light: { icon: Sun, label: "Colours: light" },
  dark: { icon: Moon, label: "Colours: dark" },
};

function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  keepChoice(THEME_COOKIE, theme);
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
