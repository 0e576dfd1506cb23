/** Limits of the reference platform: names of at most 64 letters, digits and underscores, values of at most 32,768 characters. */
export const VARIABLE_NAME = /^[A-Za-z0-9][A-Za-z0-9_]{0,63}$/;
/** Most characters of a value. */
export const VARIABLE_VALUE_CHARS_MAX = 32_768;

/** What a variable's name has, to be read after "A name has". */
export const VARIABLE_NAME_RULE =
  "at most 64 letters, digits and underscores, not beginning with an underscore";
