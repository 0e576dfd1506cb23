/** The browser's side of the request at hand. */
export const browser = {
  headers: new Headers(),
  cookies: new Map<string, string>(),
  set: [] as object[],
};

/** What a form with these fields sends. */
export function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

const cookieHeader = (): string =>
  [...browser.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("; ");

/** What stands for `next/headers` in a test: what was set is sent with the next request. */
export const nextHeaders = {
  headers: async () => {
    const sent = new Headers(browser.headers);
    sent.set("cookie", cookieHeader());
    return sent;
  },
  cookies: async () => ({
    toString: cookieHeader,
    get: (name: string) => {
      const value = browser.cookies.get(name);
      return value === undefined ? undefined : { value };
    },
    set: (name: string, value: string, options: { maxAge?: number }) => {
      browser.set.push({ name, ...options });
      if (options.maxAge === 0) browser.cookies.delete(name);
      else browser.cookies.set(name, value);
    },
  }),
};
