import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { readTheme } from "@/components/theme/read-theme";
import { BACKGROUNDS } from "@/components/theme/theme";
import { Providers } from "./providers";

export const metadata: Metadata = {
  title: { default: "Berth", template: "%s · Berth" },
  description: "Managed Redis on your own hosts.",
  robots: { index: false, follow: false },
};

/** The frame of the browser takes the colour of the page, also where the person chose another than the system's. */
export async function generateViewport(): Promise<Viewport> {
  const theme = await readTheme();
  const { light, dark } = BACKGROUNDS;
  const asSystem = [
    { media: "(prefers-color-scheme: light)", color: light },
    { media: "(prefers-color-scheme: dark)", color: dark },
  ];
  return { colorScheme: "light dark", themeColor: theme === "system" ? asSystem : BACKGROUNDS[theme] };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await readTheme();
  return (
    <html lang="en" data-theme={theme}>
      <body>
        <a
          href="#content"
          className="bg-primary text-primary-foreground sr-only z-50 rounded-md px-4 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to the content
        </a>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
