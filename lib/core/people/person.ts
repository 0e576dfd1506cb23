/**
 * Whose request it is, as far as the records need to know to answer only with what that person may see. `appId` confines it to one
 * app; `addonId` to one addon, of whose app it sees nothing else.
 */
export type Person = { userId: string; isAdmin: boolean; appId: string | null; addonId: string | null };
