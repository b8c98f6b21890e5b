import { reply, toolError, type App, type ToolContext } from '@lockstep/server'
import type { ServerContext } from '@modelcontextprotocol/server'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { NOTHING } from './everything-contents.ts'
import { DEFAULTS_FORM, ENUMS_FORM, PERSON_FORM } from './forms.ts'

/** Milliseconds between two messages, so that a client can receive them one by one. */
const PAUSE_MS = 50

/** Tools that say something while they run. */
export function declareTalkingTools(app: App): void {
  const log = (name: string): void => {
    app.tool(name, { title: name, description: 'Logs while it runs.', effect: 'read', input: NOTHING, output: NOTHING }, async (_, context) => {
      const { mcpReq } = wireOf(context)
      await mcpReq.log('info', 'Tool execution started')
      await delay(PAUSE_MS)
      await mcpReq.log('info', 'Tool processing data')
      await delay(PAUSE_MS)
      await mcpReq.log('info', 'Tool execution completed')
      return reply({ model: {}, text: 'Tool with logging executed successfully' })
    })
  }
  log('test_tool_with_logging')
  log('test_logging_tool')

  const progress = { title: 'Progress', description: 'Reports progress.', effect: 'read', input: NOTHING, output: NOTHING } as const
  app.tool('test_tool_with_progress', progress, async (_, context) => {
    const { mcpReq } = wireOf(context)
    const progressToken = mcpReq._meta?.progressToken
    for (const step of [0, 50, 100]) {
      if (progressToken !== undefined) {
        await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: step, total: 100, message: `Step ${step}` } })
      }
      await delay(PAUSE_MS)
    }
    return reply({ model: {}, text: 'Done' })
  })

  const change = { title: 'Change', description: 'Tells that a list changed.', effect: 'read', input: NOTHING, output: NOTHING } as const
  app.tool('test_trigger_tool_change', change, () => {
    app.notify.toolsChanged()
    return reply({ model: {}, text: 'Told' })
  })
  app.tool('test_trigger_prompt_change', change, () => {
    app.notify.promptsChanged()
    return reply({ model: {}, text: 'Told' })
  })
}

/** Tools of the 2025 era, which ask their client while they run. */
export function declareLegacyAskingTools(app: App): void {
  const common = { effect: 'read', output: NOTHING } as const
  app.tool(
    'test_sampling',
    { ...common, title: 'Sampling', description: "Asks the client's model.", input: z.strictObject({ prompt: z.string() }) },
    async ({ prompt }, context) => {
      const messages = [{ role: 'user' as const, content: { type: 'text' as const, text: prompt } }]
      const answer = await asking(() => wireOf(context).mcpReq.requestSampling({ messages, maxTokens: 100 }))
      return reply({ model: {}, text: `LLM response: ${JSON.stringify(answer.content)}` })
    },
  )
  const elicit = (name: string, title: string, form: typeof PERSON_FORM): void => {
    app.tool(
      name,
      { ...common, title, description: 'Asks the person.', input: z.strictObject({ message: z.string().optional() }) },
      async ({ message = 'Please look over these fields' }, context) => {
        const answer = await asking(() => wireOf(context).mcpReq.elicitInput({ message, requestedSchema: form }))
        return reply({ model: {}, text: `Elicitation completed: action=${answer.action}, content=${JSON.stringify(answer.content ?? {})}` })
      },
    )
  }
  elicit('test_elicitation', 'Elicitation', PERSON_FORM)
  elicit('test_elicitation_sep1034_defaults', 'Defaults', DEFAULTS_FORM)
  elicit('test_elicitation_sep1330_enums', 'Choices', ENUMS_FORM)
}

export function wireOf(context: ToolContext): ServerContext {
  if (context.mcp === null) throw toolError('no_wire', 'This tool is called over MCP only.')
  return context.mcp
}

/** A client that cannot be asked is told so, rather than that something broke. */
async function asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    throw toolError('client_cannot', error instanceof Error ? error.message : 'The client cannot be asked.')
  }
}
