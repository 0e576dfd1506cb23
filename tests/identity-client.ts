/** What the identity provider of tests knows a Berth by. */
export const CLIENT = { id: "berth", secret: "a secret of the provider's" };
