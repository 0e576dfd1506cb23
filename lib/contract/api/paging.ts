/**
 * Paging of a list whose answer has no room for it, in headers: how many there are of all pages, and where the pages beside this one
 * are. https://www.rfc-editor.org/rfc/rfc8288
 */
export function pagingHeaders(
  url: string,
  { page, perPage, total }: { page: number; perPage: number; total: number },
): [name: string, value: string][] {
  const last = Math.max(1, Math.ceil(total / perPage));
  const beside = { first: 1, prev: page - 1, next: page + 1, last };
  const links = Object.entries(beside)
    .filter(([, number]) => number >= 1 && number <= last)
    .map(([relation, number]) => {
      const target = new URL(url);
      target.searchParams.set("page", String(number));
      return `<${target.href}>; rel="${relation}"`;
    });
  return [
    ["x-total-count", String(total)],
    ["link", links.join(", ")],
  ];
}
