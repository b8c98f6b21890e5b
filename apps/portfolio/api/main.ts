import process from 'node:process'
import { openPortfolio } from './open-portfolio.ts'

// The portfolio by itself, for an MCP server that runs elsewhere and is told PORTFOLIO_API_URL and PORTFOLIO_API_KEY.
const { portfolio } = await openPortfolio(process.env)
process.send?.({ type: 'ready' })
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    portfolio.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
}
