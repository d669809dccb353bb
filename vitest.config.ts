import { defineConfig } from 'vitest/config'

/** Unit tests need nothing; database tests get a real PostgreSQL from the global set-up and a clone of it each worker. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{platform,modules,apps,ui,sim}/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/*.sim.test.ts', '**/node_modules/**'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'database',
          include: ['{platform,modules,apps,checks,sim}/**/*.{db,sim}.test.ts'],
          exclude: ['checks/fixtures/**', '**/node_modules/**'],
          globalSetup: ['platform/testkit/global-setup.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 10_000 } },
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'checks',
          include: ['checks/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', 'checks/fixtures/**'],
          environment: 'node',
          // each reads the whole tree
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.spec.ts'],
          globalSetup: ['platform/testkit/global-setup.ts'],
          environment: 'node',
          testTimeout: 240_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
          fileParallelism: false,
        },
      },
    ],
  },
})
