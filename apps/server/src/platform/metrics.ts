import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Latency buckets in seconds: searches answer in milliseconds, exports and long polls in tens of seconds. */
const latencyBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** What the HTTP layer counts, on a registry that modules add their own metrics to. */
export interface Metrics {
  readonly registry: Registry
  readonly requests: Counter<'operation' | 'method' | 'status'>
  readonly duration: Histogram<'operation'>
  readonly inFlight: Gauge
  readonly deprecatedRequests: Counter<'operation' | 'kind'>
}

/** A fresh registry; process metrics (memory, event loop, garbage collection) only where asked for. */
export const createMetrics = (options: { processMetrics: boolean }): Metrics => {
  const registry = new Registry()
  if (options.processMetrics) collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    requests: new Counter({
      name: 'spillway_http_requests_total',
      help: 'Answered requests by operation, method and status',
      labelNames: ['operation', 'method', 'status'],
      registers,
    }),
    duration: new Histogram({
      name: 'spillway_http_request_duration_seconds',
      help: 'Time from the first byte of the request to the last byte of the answer',
      labelNames: ['operation'],
      buckets: latencyBuckets,
      registers,
    }),
    inFlight: new Gauge({ name: 'spillway_http_requests_in_flight', help: 'Requests being answered', registers }),
    deprecatedRequests: new Counter({
      name: 'spillway_deprecated_requests_total',
      // Anybody may read metrics, so they name no one; the list of deprecations does.
      help: 'Calls of deprecated operations or paths by kind of caller',
      labelNames: ['operation', 'kind'],
      registers,
    }),
  }
}
