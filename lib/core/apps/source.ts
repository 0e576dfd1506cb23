/** What an app's containers come from: an image that Berth starts, a Swarm service of the user's that is linked, or nothing yet. */
export const APP_SOURCES = ["image", "service", "none"] as const;
/** One of APP_SOURCES. Stored: a name never changes once released. */
export type AppSource = (typeof APP_SOURCES)[number];
