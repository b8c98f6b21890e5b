import { systemClock, systemIds } from '@lockstep/server'
import type { PortfolioOptions } from '../../apps/portfolio/api/create-portfolio.ts'
import { LINK_SECRET, SERVICE_KEY } from './api-setup.ts'

/** A portfolio on the disk, as it is when it runs by itself. */
export const portfolioOptions = (dataDir: string): PortfolioOptions => ({
  dataDir,
  webUrl: 'http://localhost:8002',
  filesUrl: 'http://localhost:8003',
  serviceKey: SERVICE_KEY,
  linkSecret: LINK_SECRET,
  clock: systemClock,
  ids: systemIds,
  onError: (error) => {
    throw error
  },
})

export const asAnn = (key: string) => ({
  authorization: `Bearer ${SERVICE_KEY}`,
  'x-contractor': 'ann',
  'content-type': 'application/json',
  'idempotency-key': key,
})
