import { type ApiReference, type Field, needsLabel, type RouteReference } from "./reference";

const INTRODUCTION = `# The API

Everything that the pages do, for programs, in the words of the reference platform's own API, so that its clients work here too. This
page is made from the routes themselves (\`npm run docs:api\`); a Berth shows it at \`/docs/api\` and as OpenAPI 3.1 at \`/v1/openapi.json\`.

## How to call it

- **Tokens** are made on the account page, or with \`bin/admin token add EMAIL\`. A token has a scope: \`look\` looks, but
  sees no secret (values of variables, passwords, console, keys, logs, timeline, downloads), \`read\` looks at all, \`write\` also changes,
  \`admin\` also does what only administrators may. It may be for one app, and it may have an end.
- **Sign in** by \`Authorization: Bearer <JWT>\`, where \`POST /v1/tokens/exchange\` gives the JWT for a token (\`Authorization: Basic\` with an
  empty user name and the token as password). It works for an hour. \`Basic\` itself works on every route too: \`curl -u :TOKEN …\`.
- **Bodies** are JSON both ways, with \`Content-Type: application/json\`. Times are ISO 8601 in UTC, sizes are bytes.
- **Refusals** are \`{"error": "for people", "code": "for programs"}\`, with \`resource\` for a 404 and \`errors\` by field for a 422. 400 is no
  JSON, 401 no token that works, 403 no right, 409 not now, 429 too often, 503 a part of Berth does not answer.
- **Every answer** has \`X-Request-Id\`, which the log has too, and with a token \`RateLimit-Limit\`, \`RateLimit-Remaining\` and
  \`RateLimit-Reset\` (seconds).
- **What takes time** answers at once; \`Location\` names the operation to poll, as \`operation_id\` of what it is about does.
- **\`Idempotency-Key\`** on a POST or PATCH (up to 255 characters): the same request again within a day gets the same answer and does nothing twice.
`;

const escapeCell = (text: string): string => text.replaceAll("|", "\\|");

const row = ({ name, type, description, isRequired }: Field, marksRequired: boolean): string => {
  const shown = marksRequired && isRequired ? `${type}, required` : type;
  return `| \`${name}\` | ${escapeCell(shown)} | ${escapeCell(description)} |`;
};

const table = (heading: string, fields: readonly Field[], marksRequired = false): string[] =>
  fields.length === 0
    ? []
    : [`| ${heading} | | |`, "|---|---|---|", ...fields.map((field) => row(field, marksRequired)), ""];

const routeText = (route: RouteReference): string[] => [
  `### \`${route.method} ${route.path}\``,
  "",
  `${route.summary}. Needs ${needsLabel(route.needs)}; answers ${route.status}.`,
  "",
  ...route.inputs.flatMap(({ where, fields }) => table(where, fields, true)),
  ...table("answer", route.answers),
];

/** The whole reference as a page of Markdown. */
export const apiMarkdown = ({ tags, objects }: ApiReference): string =>
  [
    INTRODUCTION,
    ...tags.flatMap(({ name, routes }) => [`## ${name}`, "", ...routes.flatMap(routeText)]),
    "## Objects",
    "",
    ...objects.flatMap(({ name, fields }) => [`### ${name}`, "", ...table("field", fields)]),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
