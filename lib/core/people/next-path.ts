/** Where to go after sign-in: `path` when it is a path of this site, else the first page. A browser reads a backslash as a slash. */
export const safeNextPath = (path: string | undefined): string =>
  path !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : "/";
