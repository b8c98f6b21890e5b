import { AppError } from '@lockstep/contract'
import type { ManualTool, ManualTurn } from '../api/host-state.ts'
import { argumentFields, readFields } from '../core/argument-fields.ts'
import type { Model, ModelContext, ModelStep } from './model.ts'
import { proposedArguments } from './proposed-arguments.ts'

/** The person as the model: sees the same context, chooses a tool or writes the answer. */
export interface ManualModel extends Model {
  /** Null while it is not the person's move. */
  turn(): ManualTurn | null
  /** @throws {AppError} HOST_NO_SUCH_MOVE */
  say(text: string): void
  /**
   * Calls a tool with what was typed into its fields.
   * @throws {AppError} HOST_NO_SUCH_MOVE, HOST_UNKNOWN_TOOL, HOST_BAD_FIELD
   */
  call(app: string, tool: string, fields: Readonly<Record<string, string>>): void
}

interface Move {
  id: number
  tools: ManualTool[]
  make(step: ModelStep): void
}

export function createManualModel(onChange: () => void): ManualModel {
  let move: Move | null = null
  let moves = 0

  function end(ended: Move): void {
    if (move !== ended) return
    move = null
    onChange()
  }

  function currentMove(): Move {
    if (move !== null) return move
    throw new AppError('HOST_NO_SUCH_MOVE', 'Expected a turn that waits for you as the model; there is none. Send a message first.', {
      blame: 'user',
    })
  }

  return {
    info: {
      id: 'manual',
      kind: 'person',
      label: 'You are the model',
      detail: 'You see what the model sees, choose a tool and its arguments, or write the answer. Nothing is sent anywhere.',
    },
    respond(context, signal) {
      signal.throwIfAborted()
      return new Promise((resolve, reject) => {
        moves += 1
        const opened: Move = { id: moves, tools: manualTools(context), make: resolve }
        move = opened
        signal.addEventListener(
          'abort',
          () => {
            end(opened)
            reject(signal.reason instanceof Error ? signal.reason : new Error('Stopped.'))
          },
          { once: true },
        )
        onChange()
      })
    },
    turn: () => (move === null ? null : { id: move.id, tools: move.tools }),
    say(text) {
      const made = currentMove()
      end(made)
      made.make({ kind: 'say', text })
    },
    call(app, name, fields) {
      const made = currentMove()
      const tool = made.tools.find((candidate) => candidate.app === app && candidate.name === name)
      if (tool === undefined) {
        throw new AppError('HOST_UNKNOWN_TOOL', `Expected a tool that the model is told of, got ${name}. Choose one of the list.`, { blame: 'user' })
      }
      const args = readFields(tool.fields, fields)
      end(made)
      made.make({ kind: 'call', app, tool: name, arguments: args })
    },
  }
}

function manualTools({ tools, messages }: ModelContext): ManualTool[] {
  return tools.map((tool) => ({
    app: tool.app,
    name: tool.name,
    title: tool.title,
    description: tool.description,
    fields: argumentFields(tool.inputSchema, proposedArguments(tool, messages)),
  }))
}
