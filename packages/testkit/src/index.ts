export { type ClickHouseEndpoint, clickHouseEndpoint, type Fault } from './clickhouse-endpoint/index.ts'
export { type ApiClientCredentials, basicAuthorization, type TestRequest, type TestResponse } from './server/client.ts'
export { createTestClock, type TestClock, testStart } from './server/clock.ts'
export { startTestServer, type TestServer, type TestServerOptions } from './server/start.ts'
