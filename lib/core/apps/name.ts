const APP_NAME = /^[a-z](?:[a-z0-9]|-(?!-))*[a-z0-9]$/;

/** 40 at most, so that `<instance>-<app>-<number>-node-<n>` stays within the 63 characters of a DNS label and a Swarm service name. */
export const APP_NAME_CHARS_MAX = 40;

/** What an app's name has, to be read after "A name has". */
export const APP_NAME_RULE =
  "3 to 40 lower-case letters, digits and hyphens, beginning with a letter, without a hyphen at the end or two in a row";

/** True for a name that may be given to an app. */
export const isAppName = (name: string): boolean =>
  name.length >= 3 && name.length <= APP_NAME_CHARS_MAX && APP_NAME.test(name);
