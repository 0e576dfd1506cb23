export const CLOCKS = ["local", "utc"] as const;
export type Clock = (typeof CLOCKS)[number];

export const CLOCK_COOKIE = "clock";
