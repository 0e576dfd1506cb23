import { CircleUser } from "lucide-react";
import type { ReactNode } from "react";
import { Bell } from "@/components/bell/bell";
import { ClockProvider } from "@/components/clock/clock-provider";
import { readClock } from "@/components/clock/read-clock";
import { PaletteButton } from "@/components/palette/palette-button";
import { readTheme } from "@/components/theme/read-theme";
import { ThemeToggle } from "@/components/theme/theme-toggle";
import { cn } from "@/components/ui/cn";
import { Mark } from "@/components/ui/mark";
import { NavLink } from "@/components/ui/nav-link";
import { NearLink } from "@/components/ui/near-link";
import { requireContext } from "@/lib/web/session";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { actor } = await requireContext();
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="bg-card border-b">
        <div className="mx-auto flex h-14 max-w-7xl items-center gap-4 px-4 sm:gap-6 sm:px-6 lg:px-8">
          <NearLink href="/apps" className="flex items-center gap-2 text-base font-semibold tracking-tight">
            <Mark />
            {/* On a telephone an administrator's pages need the room. */}
            <span className={cn(actor.isAdmin && "max-sm:sr-only")}>Berth</span>
          </NearLink>
          <nav aria-label="Main" className="flex min-w-0 gap-3 overflow-x-auto font-medium sm:gap-4">
            <NavLink href="/apps">Apps</NavLink>
            <NavLink href="/databases">Databases</NavLink>
            {actor.isAdmin && <NavLink href="/people">People</NavLink>}
            {actor.isAdmin && <NavLink href="/audit">Audit</NavLink>}
            {actor.isAdmin && <NavLink href="/instance">Instance</NavLink>}
            {actor.isAdmin && <NavLink href="/storages">Storages</NavLink>}
            {actor.isAdmin && <NavLink href="/notifiers">Notifiers</NavLink>}
          </nav>
          <div className="ml-auto flex min-w-0 items-center gap-2 max-sm:shrink-0">
            <PaletteButton isAdmin={actor.isAdmin} />
            <Bell />
            <ThemeToggle initial={await readTheme()} />
            <NavLink href="/account" className="min-w-0 truncate">
              <span className="sm:hidden">
                <CircleUser aria-hidden="true" className="size-5" />
                <span className="sr-only">Account</span>
              </span>
              <span className="hidden sm:inline">{actor.email}</span>
            </NavLink>
          </div>
        </div>
      </header>
      <main id="content" className="mx-auto w-full max-w-7xl flex-1 px-4 py-6 sm:px-6 sm:py-8 lg:px-8">
        <ClockProvider initial={await readClock()}>{children}</ClockProvider>
      </main>
    </div>
  );
}
