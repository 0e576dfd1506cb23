/** Whose request it is, as far as the records need to know to answer only with what that person may see. */
export type Person = { userId: string; isAdmin: boolean };
