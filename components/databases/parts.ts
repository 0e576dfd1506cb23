/** The pages of a database, as its tabs have them. */
export function databaseParts(resourceId: string): { href: string; label: string }[] {
  const root = `/databases/${resourceId}`;
  return [
    { href: root, label: "Overview" },
    { href: `${root}/metrics`, label: "Metrics" },
    { href: `${root}/logs`, label: "Logs" },
    { href: `${root}/keys`, label: "Keys" },
    { href: `${root}/console`, label: "Console" },
    { href: `${root}/diagnostics`, label: "Diagnostics" },
    { href: `${root}/backups`, label: "Backups" },
    { href: `${root}/users`, label: "Users" },
    { href: `${root}/settings`, label: "Settings" },
  ];
}
