const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for the id of a record. No name of an app or a variable looks like one. */
export const isId = (text: string): boolean => UUID.test(text);
