import { defineConfig } from 'vitest/config'

const ssr = { resolve: { conditions: ['@lockstep/source'] } }

// Unit and server tests run side by side; browser tests share one Chromium and two cores, so they run one file at a time.
export default defineConfig({
  test: {
    projects: [
      {
        ssr,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'apps/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.browser.test.ts', '**/*.full.test.ts'],
          execArgv: ['--conditions=@lockstep/source'],
        },
      },
      {
        ssr,
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts', 'packages/*/src/**/*.browser.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          fileParallelism: false,
          // the default of one second is a guess about how fast the machine is
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 30_000,
          hookTimeout: 60_000,
          execArgv: ['--conditions=@lockstep/source'],
        },
      },
      {
        ssr,
        test: {
          name: 'full',
          include: ['**/*.full.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          fileParallelism: false,
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 300_000,
          hookTimeout: 120_000,
          execArgv: ['--conditions=@lockstep/source'],
        },
      },
    ],
  },
})
