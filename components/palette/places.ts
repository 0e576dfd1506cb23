import { databaseParts } from "../databases/parts";

/** Where one can go, or begin something. */
export type Place = { href: string; label: string; detail?: string };

const PAGES: readonly (Place & { isAdminOnly?: boolean })[] = [
  { href: "/apps", label: "Apps" },
  { href: "/databases", label: "Databases" },
  { href: "/people", label: "People", isAdminOnly: true },
  { href: "/storages", label: "Storages", isAdminOnly: true },
  { href: "/audit", label: "Audit", isAdminOnly: true },
  { href: "/instance", label: "Instance", isAdminOnly: true },
  { href: "/notifiers", label: "Notifiers", detail: "of the platform", isAdminOnly: true },
  { href: "/account", label: "Account", detail: "password, second factor, tokens, SSH keys, sessions" },
  { href: "/docs/api", label: "API documentation" },
  { href: "/docs/clients", label: "What programs meet while a database changes" },
];

const ACTIONS: readonly (Place & { isAdminOnly?: boolean })[] = [
  { href: "/apps/new", label: "New app" },
  { href: "/databases?filter=attention", label: "Show databases that need attention" },
  { href: "/databases?filter=upgrade", label: "Show databases with an upgrade available" },
  { href: "/account", label: "New API token" },
  { href: "/account", label: "Add an SSH key" },
  { href: "/people", label: "Invite somebody", isAdminOnly: true },
];

/** True of a place whose words hold what is typed, in any case. */
export function isCalled({ label, detail = "" }: Place, typed: string): boolean {
  return `${label} ${detail}`.toLowerCase().includes(typed.trim().toLowerCase());
}

/** Pages and actions whose words hold what is typed, in any case; first those of the database that one looks at. */
export function placesFor(
  typed: string,
  { isAdmin, pathname }: { isAdmin: boolean; pathname: string },
): { here: Place[]; pages: Place[]; actions: Place[] } {
  const fits = (place: Place) => isCalled(place, typed);
  const allowed = ({ isAdminOnly = false }: { isAdminOnly?: boolean }) => isAdmin || !isAdminOnly;
  const resourceId = /^\/databases\/([^/]+)/.exec(pathname)?.[1];
  const parts = resourceId === undefined ? [] : databaseParts(resourceId);
  const here = parts.map(({ href, label }) => ({ href, label, detail: resourceId ?? "" }));
  return {
    here: here.filter(fits),
    pages: PAGES.filter((page) => allowed(page) && fits(page)),
    actions: ACTIONS.filter((action) => allowed(action) && fits(action)),
  };
}
