import { cn } from "./cn";
import { NavLink } from "./nav-link";

type NavTabsProps = {
  label: string;
  /** The first tab is the one at the root of the others. */
  tabs: readonly { href: string; label: string; also?: string }[];
  className?: string;
};

/** Pages side by side, each with its own address. */
export function NavTabs({ label, tabs, className }: NavTabsProps) {
  return (
    <nav aria-label={label} className={cn("overflow-x-auto border-b", className)}>
      <ul className="flex gap-3 sm:gap-6">
        {tabs.map((tab, index) => (
          <li key={tab.href}>
            <NavLink
              href={tab.href}
              isExact={index === 0}
              also={tab.also}
              className="aria-[current=page]:border-primary flex h-10 items-center border-b-2 border-transparent font-medium -outline-offset-2"
            >
              {tab.label}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
