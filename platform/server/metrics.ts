/** Figures for Prometheus at `/metrics`; names follow its conventions, units are seconds and bytes. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  request(endpoint: string, status: number, milliseconds: number): void
  problem(code: string, status: number): void
  gauge(name: string, help: string, read: () => number | Promise<number>): void
  text(): Promise<string>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'hiroba_' })
  const requests = new Histogram({
    name: 'hiroba_request_seconds',
    help: 'Time to answer, by endpoint and status',
    labelNames: ['endpoint', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  const problems = new Counter({
    name: 'hiroba_problems_total',
    help: 'Refusals and failures by code',
    labelNames: ['code', 'status'],
    registers: [registry],
  })
  return {
    request: (endpoint, status, milliseconds) => requests.observe({ endpoint, status }, milliseconds / 1000),
    problem: (code, status) => problems.inc({ code, status }),
    gauge(name, help, read) {
      registry.registerMetric(
        new Gauge({
          name,
          help,
          registers: [],
          async collect() {
            this.set(await read())
          },
        }),
      )
    },
    text: () => registry.metrics(),
  }
}
