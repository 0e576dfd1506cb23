/** How many databases a Redis of ours has; their numbers begin with 0. */
export const DATABASES = 6;
