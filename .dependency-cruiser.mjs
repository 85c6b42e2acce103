// Who may import whom. The test in tools/checks/imports.test.ts runs these rules over the sources and over a bad sample.

const source = '\\.ts$'
const testCode = '\\.(test|bench)\\.ts$|/test(-support)?/'

/** A workspace package that may reach only the packages named (npm packages are the manifest's business). */
const packageReaches = (name, allowed) => ({
  name: `${name}-reaches-only`,
  comment: `packages/${name} may import, of the workspace, only: ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^packages/${name}/`, pathNot: testCode },
  to: { path: '^(apps|packages|bench|test|tools)/', pathNot: [name, ...allowed].map((p) => reach(p)) },
})
const reach = (name) => `^packages/${name}/`

const onlyZod = (name) => ({
  name: `${name}-needs-zod-alone`,
  comment: `packages/${name} is pure: of npm it imports zod and nothing else`,
  severity: 'error',
  from: { path: `^packages/${name}/`, pathNot: testCode },
  to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'core'], pathNot: 'node_modules/zod/' },
})

/** The floors of the server, from the ground up. A room uses what lies below, never above, never beside. */
const floors = [
  ['identity', 'trust', 'customer', 'risk'],
  ['agents', 'actors', 'behavior'],
  ['ingest', 'watchlists'],
  ['events', 'rules', 'changes'],
  ['alerts'],
  ['notifications', 'sessions'],
  ['instructor'],
  ['detection'],
  ['backtests', 'upkeep'],
  ['cases', 'legal-hold'],
  ['system'],
]
/** Stand on `http` and are told, not asked: every floor may tell them, they may use no other module. */
const told = ['audit', 'lifecycle']
const moduleDirectory = 'apps/server/src/modules'

const floorRules = floors.flatMap((rooms, level) =>
  rooms.map((room) => ({
    name: `floor-${room}`,
    comment: `modules/${room} may use floors below it, and tell ${told.join(' and ')}`,
    severity: 'error',
    from: { path: `^${moduleDirectory}/${room}/`, pathNot: testCode },
    to: {
      path: `^${moduleDirectory}/`,
      pathNot: [room, ...told, ...floors.slice(0, level).flat()].map((name) => `^${moduleDirectory}/${name}/`),
    },
  })),
)

const toldRules = told.map((room) => ({
  name: `told-${room}`,
  comment: `modules/${room} is told, not asked: it uses no other module`,
  severity: 'error',
  from: { path: `^${moduleDirectory}/${room}/`, pathNot: testCode },
  to: { path: `^${moduleDirectory}/`, pathNot: `^${moduleDirectory}/${room}/` },
}))

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: { path: source }, to: { couldNotResolve: true } },

    onlyZod('contract'),
    onlyZod('event-model'),
    packageReaches('contract', ['event-model']),
    packageReaches('event-model', []),
    packageReaches('event-store', ['event-model']),
    packageReaches('content', ['event-model']),
    packageReaches('control-store', []),
    packageReaches('detection', ['event-model']),
    packageReaches('sdk', ['contract', 'event-model']),
    packageReaches('simulator', ['contract', 'event-model', 'content']),
    {
      name: 'testkit-is-for-tests',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: [testCode, '^packages/testkit/'] },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'server-uses-no-client',
      severity: 'error',
      from: { path: '^apps/server/', pathNot: testCode },
      to: { path: '^(apps/(agent|cli|console|portal)|packages/(sdk|testkit)|bench|test|tools)/' },
    },
    {
      name: 'sample-is-a-shape',
      comment:
        'what loads sample data knows their type, which the simulator declares; nothing of it runs in the server',
      severity: 'error',
      from: { path: '^apps/server/', pathNot: testCode },
      to: { path: '^packages/simulator/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sample-is-known-to-its-loader',
      severity: 'error',
      from: { path: '^apps/server/', pathNot: [testCode, '^apps/server/src/(sample|compose)'] },
      to: { path: '^packages/simulator/' },
    },
    {
      name: 'agent-reaches-only',
      severity: 'error',
      from: { path: '^apps/agent/', pathNot: testCode },
      to: {
        path: '^(apps|packages|bench|test|tools)/',
        pathNot: '^(apps/agent|packages/(sdk|contract|event-model|content))/',
      },
    },
    {
      name: 'cli-reaches-only',
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: testCode },
      to: {
        path: '^(apps|packages|bench|test|tools)/',
        pathNot: '^(apps/(cli|server|agent)|packages/(sdk|contract|event-model|simulator))/',
      },
    },
    {
      name: 'cli-loads-engines-lazily',
      comment: 'a client-only install carries neither engine: server, agent and simulator come by import() alone',
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: testCode },
      to: { path: '^(apps/(server|agent)|packages/simulator)/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'engine-behind-the-driver',
      comment: 'chdb and the ClickHouse client are known to the drivers alone',
      severity: 'error',
      from: {
        path: '^(apps|packages)/',
        pathNot: [testCode, '^packages/event-store/src/drivers', '^packages/testkit/src/clickhouse-endpoint/'],
      },
      to: { path: 'node_modules/(chdb|@clickhouse)/' },
    },

    {
      name: 'platform-is-the-ground',
      severity: 'error',
      from: { path: '^apps/server/src/platform/', pathNot: testCode },
      to: { path: '^apps/server/src/', pathNot: '^apps/server/src/platform/' },
    },
    {
      name: 'http-stands-on-platform',
      severity: 'error',
      from: { path: '^apps/server/src/http/', pathNot: testCode },
      to: { path: '^apps/server/src/', pathNot: '^apps/server/src/(platform|http)/' },
    },
    {
      name: 'modules-do-not-compose',
      severity: 'error',
      from: { path: `^${moduleDirectory}/`, pathNot: testCode },
      to: { path: '^apps/server/src/', pathNot: '^apps/server/src/(platform|http|modules)/' },
    },
    {
      name: 'modules-meet-at-the-door',
      comment: 'another module is seen through its index.ts',
      severity: 'error',
      from: { path: `^${moduleDirectory}/([^/]+)/`, pathNot: testCode },
      to: {
        path: `^${moduleDirectory}/([^/]+)/`,
        pathNot: [`^${moduleDirectory}/$1/`, `^${moduleDirectory}/[^/]+/index\\.ts$`],
      },
    },
    ...floorRules,
    ...toldRules,
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: 'specify',
    moduleSystems: ['es6'],
    doNotFollow: { path: 'node_modules' },
    includeOnly: undefined,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
}
