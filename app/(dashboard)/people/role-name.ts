export const roleName = (isAdmin: boolean): string => (isAdmin ? "Administrator" : "Member");
