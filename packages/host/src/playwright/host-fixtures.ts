import type { Page } from 'playwright-core'
import type { HostOptions } from '../start-host.ts'
import type { HostDriver } from './host-driver.ts'
import { openHost } from './open-host.ts'

/** Fixtures in the form that `test.extend` of @playwright/test takes. */
export interface HostFixtures {
  host(args: { page: Page }, run: (host: HostDriver) => Promise<void>): Promise<void>
}

/**
 * A `host` for tests of @playwright/test, its own for each test: `const test = base.extend<{ host: HostDriver }>(hostFixtures({ apps: [{ name, mcpUrl }] }))`.
 */
export function hostFixtures(options: HostOptions): HostFixtures {
  return {
    async host({ page }, run) {
      const host = await openHost(page, options)
      try {
        await run(host)
      } finally {
        await host.close()
      }
    },
  }
}
