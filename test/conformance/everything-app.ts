import { createApp, type App, type McpOptions } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import type { Logger } from 'pino'
import { declareAskingPrompt, declareAskingTools } from './everything-asks.ts'
import { declareContentTools } from './everything-contents.ts'
import { declarePrompts, declareResources } from './everything-reads.ts'
import { declareLegacyAskingTools, declareTalkingTools } from './everything-talks.ts'

/**
 * An app with all that the official conformance suite asks a server for, made with the framework alone.
 * @see @modelcontextprotocol/conformance 0.2.0-alpha.12 (checked 2026-11-21)
 */
export function createEverythingApp(logger: Logger, mcp: McpOptions = {}): App {
  const app = createApp({
    name: 'everything',
    version: '1.0.0',
    store: memory(),
    logger,
    mcp: { legacySessions: true, changes: true, logging: true, ...mcp },
  })
  declareContentTools(app)
  declareTalkingTools(app)
  declareLegacyAskingTools(app)
  declareAskingTools(app)
  declareResources(app)
  declarePrompts(app)
  declareAskingPrompt(app)
  return app
}
