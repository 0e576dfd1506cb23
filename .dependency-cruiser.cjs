/** Which room may import which. The whole architecture is this table; a new edge is a design decision. */
const MAY_IMPORT = {
  "lib/core": [],
  "lib/time": [],
  "lib/contract": ["lib/core"],
  "lib/ports": ["lib/core"],
  "lib/adapters": ["lib/core", "lib/ports", "lib/time"],
  "lib/db": ["lib/core"],
  "lib/services": ["lib/core", "lib/contract", "lib/ports", "lib/db"],
  "lib/workflows": ["lib/core", "lib/ports", "lib/db"],
  "lib/sampling": ["lib/core", "lib/ports", "lib/db"],
  "lib/runtime": [
    "lib/core",
    "lib/contract",
    "lib/ports",
    "lib/adapters",
    "lib/db",
    "lib/services",
    "lib/time",
    "lib/workflows",
    "lib/sampling",
  ],
  "lib/web": ["lib/core", "lib/contract", "lib/services", "lib/runtime"],
  components: ["lib/core", "lib/contract"],
  app: ["components", "lib/core", "lib/contract", "lib/services", "lib/web"],
  worker: ["lib/runtime", "lib/web"],
  cli: ["lib/core", "lib/contract"],
};

/** Packages that may be imported in one room only. */
const ONLY_IN = {
  "@prisma/.+|pg|pg-copy-streams": ["lib/db"],
  dockerode: ["lib/adapters/docker"],
  ioredis: ["lib/adapters/redis"],
  ssh2: ["lib/adapters/ssh", "cli"],
  "@aws-sdk/.+": ["lib/adapters/storage"],
  "age-encryption": ["lib/adapters/archives"],
  nodemailer: ["lib/adapters/messages"],
  "@simplewebauthn/server": ["lib/adapters/passkeys"],
  "@simplewebauthn/browser": ["app", "components"],
  "openid-client": ["lib/adapters/identity"],
  commander: ["cli"],
  "prom-client": ["lib/adapters/prometheus"],
  "@dbos-inc/.+": ["lib/runtime"],
  "srvx|ws": ["lib/web"],
  "next|react|react-dom|recharts|@tanstack/.+|lucide-react|cmdk": ["app", "components", "lib/web"],
};

const rooms = Object.keys(MAY_IMPORT);
const anyOf = (paths) => `^(${paths.join("|")})/`;

module.exports = {
  forbidden: [
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphan",
      severity: "error",
      from: { orphan: true, pathNot: "(^app/|\\.d\\.ts$|\\.config\\.|\\.test\\.tsx?$|^next-env)" },
      to: {},
    },
    ...rooms.map((room) => ({
      name: `${room.replaceAll("/", "-")}-imports`,
      comment: `${room} may import ${MAY_IMPORT[room].join(", ") || "nothing but itself"}.`,
      severity: "error",
      from: { path: anyOf([room]), pathNot: "\\.(test|contract)\\.tsx?$" },
      to: { path: anyOf(rooms), pathNot: anyOf([room, ...MAY_IMPORT[room]]) },
    })),
    {
      name: "adapter-islands",
      comment: "One adapter never imports another.",
      severity: "error",
      from: { path: "^lib/adapters/([^/]+)/" },
      to: { path: "^lib/adapters/", pathNot: "^lib/adapters/$1/" },
    },
    {
      name: "core-is-pure",
      comment: "No node, no clock, no network in lib/core.",
      severity: "error",
      from: { path: "^lib/(core|contract)/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    ...Object.entries(ONLY_IN).map(([pkg, homes]) => ({
      name: `only-in-${homes[0].replaceAll("/", "-")}`,
      severity: "error",
      from: { pathNot: [anyOf(homes), "\\.config\\.", "^(e2e|tests)/"] },
      to: { path: `^node_modules/(${pkg})/`, dependencyTypesNot: ["type-only"] },
    })),
    {
      name: "not-to-test",
      severity: "error",
      from: { pathNot: "\\.(test|contract)\\.tsx?$|^(e2e|tests)/" },
      to: { path: "\\.(test|contract)\\.tsx?$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|lib/db/generated)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
