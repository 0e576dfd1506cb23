// The package of this name throws outside Next; tests of lib/web load this instead.
export {};
