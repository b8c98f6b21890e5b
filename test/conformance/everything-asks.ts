import { reply, type App, type ToolContext } from '@lockstep/server'
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  inputRequired,
  inputResponse,
  ProtocolError,
  ProtocolErrorCode,
  type ClientCapabilities,
  type InputRequiredResult,
} from '@modelcontextprotocol/server'
import { z } from 'zod'
import { NOTHING } from './everything-contents.ts'
import { wireOf } from './everything-talks.ts'

const NAME = z.object({ name: z.string() })
const COLOR = z.object({ color: z.string() })
const OK = z.object({ ok: z.boolean() })
const CONTEXT = z.object({ context: z.string() })

/** Seals what travels through the client between two rounds; a key of this process will do, since no other one answers. */
const states = createRequestStateCodec<string>({ key: crypto.getRandomValues(new Uint8Array(32)) })

const askName = (message: string): ReturnType<typeof inputRequired.elicit> => inputRequired.elicit({ message, requestedSchema: NAME })
const askCapital = inputRequired.createMessage({
  messages: [{ role: 'user', content: { type: 'text', text: 'What is the capital of France?' } }],
  maxTokens: 100,
})

type Answer = string | InputRequiredResult

/** Tools of the 2026 era, which answer with a question and are called again. */
export function declareAskingTools(app: App): void {
  const declare = (name: string, ask: (context: ToolContext) => Answer | Promise<Answer>): void => {
    const options = { title: name, description: 'Asks before it answers.', effect: 'read', input: NOTHING, output: NOTHING } as const
    app.tool(name, options, async (_, context) => {
      const answer = await ask(context)
      return typeof answer === 'string' ? reply({ model: {}, text: answer }) : answer
    })
  }
  const byName = (context: ToolContext): Answer => {
    const name = acceptedContent(wireOf(context).mcpReq.inputResponses, 'user_name', NAME)
    return name === undefined ? inputRequired({ inputRequests: { user_name: askName('What is your name?') } }) : `Hello, ${name.name}!`
  }
  declare('test_input_required_result_elicitation', byName)
  declare('test_streaming_elicitation', byName)
  declare('test_input_required_result_sampling', (context) => byModel(context))
  // answered with -32021 by the SDK unless the client declared sampling
  declare('test_missing_capability', (context) => byModel(context))
  declare('test_input_required_result_list_roots', (context) => {
    const roots = inputResponse(wireOf(context).mcpReq.inputResponses, 'client_roots')
    if (roots.kind !== 'roots') return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } })
    return `Roots: ${roots.roots.map(({ uri }) => uri).join(', ')}`
  })
  declare('test_input_required_result_request_state', (context) => confirmed(context, 'state-ok'))
  declare('test_input_required_result_tampered_state', (context) => confirmed(context, 'state-ok'))
  declare('test_input_required_result_multiple_inputs', async (context) => {
    const { inputResponses } = wireOf(context).mcpReq
    const kinds = ['user_name', 'greeting', 'client_roots'].map((key) => inputResponse(inputResponses, key).kind)
    if ((await stateOf(context)) === 'asked' && kinds.join() === 'elicit,sampling,roots') return 'All three came'
    return inputRequired({
      inputRequests: { user_name: askName('What is your name?'), greeting: askCapital, client_roots: inputRequired.listRoots() },
      requestState: await states.mint('asked', wireOf(context)),
    })
  })
  declare('test_input_required_result_multi_round', rounds)
  declare('test_input_required_result_capabilities', (context) => {
    const able = capabilitiesOf(context)
    const name = able?.elicitation === undefined ? {} : { user_name: askName('What is your name?') }
    const capital = able?.sampling === undefined ? {} : { capital_question: askCapital }
    if (Object.keys({ ...name, ...capital }).length === 0) return 'There is nothing that this client can be asked'
    return inputRequired({ inputRequests: { ...name, ...capital } })
  })
}

/** A prompt that asks first. */
export function declareAskingPrompt(app: App): void {
  const options = { title: 'Asks', description: 'Asks what it is about.' }
  app.prompt('test_input_required_result_prompt', options, (_, { mcp }) => {
    const answer = acceptedContent(mcp.mcpReq.inputResponses, 'user_context', CONTEXT)
    if (answer !== undefined) return `It is about ${answer.context}.`
    const question = inputRequired.elicit({ message: 'What context should the prompt use?', requestedSchema: CONTEXT })
    return inputRequired({ inputRequests: { user_context: question } })
  })
}

/** What the client said that it can do, with this very request. */
function capabilitiesOf(context: ToolContext): ClientCapabilities | undefined {
  return (wireOf(context).mcpReq.envelope as Partial<Record<string, ClientCapabilities>> | undefined)?.[CLIENT_CAPABILITIES_META_KEY]
}

function byModel(context: ToolContext): Answer {
  const answer = inputResponse(wireOf(context).mcpReq.inputResponses, 'capital_question')
  if (answer.kind !== 'sampling') return inputRequired({ inputRequests: { capital_question: askCapital } })
  return `The model says ${JSON.stringify(answer.result.content)}`
}

async function confirmed(context: ToolContext, text: string): Promise<Answer> {
  const isConfirmed = acceptedContent(wireOf(context).mcpReq.inputResponses, 'confirm', OK) !== undefined
  if (isConfirmed && (await stateOf(context)) === 'asked') return text
  const confirm = inputRequired.elicit({ message: 'Please confirm', requestedSchema: OK })
  return inputRequired({ inputRequests: { confirm }, requestState: await states.mint('asked', wireOf(context)) })
}

async function rounds(context: ToolContext): Promise<Answer> {
  const { inputResponses } = wireOf(context).mcpReq
  const state = await stateOf(context)
  if (state === 'name-known' && acceptedContent(inputResponses, 'step2', COLOR) !== undefined) return 'Both steps done'
  if (state === 'asked' && acceptedContent(inputResponses, 'step1', NAME) !== undefined) {
    const step2 = inputRequired.elicit({ message: 'Step 2: What is your favorite color?', requestedSchema: COLOR })
    return inputRequired({ inputRequests: { step2 }, requestState: await states.mint('name-known', wireOf(context)) })
  }
  const step1 = askName('Step 1: What is your name?')
  return inputRequired({ inputRequests: { step1 }, requestState: await states.mint('asked', wireOf(context)) })
}

/** What an earlier round sealed; null in the first. @throws {ProtocolError} for a state that was not made here. */
async function stateOf(context: ToolContext): Promise<string | null> {
  const state = wireOf(context).mcpReq.requestState<string>()
  if (state === undefined) return null
  try {
    return await states.verify(state, wireOf(context))
  } catch (cause) {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Invalid or expired requestState', { cause })
  }
}
