"use client";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { NearLink } from "./near-link";

type NavLinkProps = {
  href: string;
  children: ReactNode;
  /** True where pages below belong to another link. */
  isExact?: boolean;
  /** Where pages begin that belong to it, though their address does not. */
  also?: string | undefined;
  className?: string;
};

/** A link that knows whether it leads to where one is. */
export function NavLink({ href, children, isExact = false, also, className }: NavLinkProps) {
  const pathname = usePathname();
  const isCurrent =
    pathname === href ||
    (!isExact && pathname.startsWith(`${href}/`)) ||
    (also !== undefined && pathname.startsWith(`${also}/`));
  return (
    <NearLink
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "text-muted-foreground hover:text-foreground aria-[current=page]:text-foreground whitespace-nowrap",
        className,
      )}
    >
      {children}
    </NearLink>
  );
}
