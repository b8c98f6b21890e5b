import type { ArgumentForm } from '../openai-arguments.ts'
import type { FormActions } from '../view-actions/form-actions.ts'
import { invalidParams } from '../view-refusal.ts'
import { argumentsOf } from './method-table.ts'

/**
 * What a view gave a method of `window.openai`. A form that ChatGPT does not document is taken with a warning, or in a strict host refused.
 * @throws {ViewRefusal} also for what fits no form
 */
export function takeArguments<T>(actions: FormActions, params: Record<string, unknown>, form: ArgumentForm<T>): T {
  const args = argumentsOf(params)
  const isCanonical = form.isCanonical(args)
  const value = form.read(args)
  if (value === null || (!isCanonical && actions.isStrict())) throw invalidParams(`${form.member} expects ${form.canonical}, got ${shown(args)}.`)
  if (!isCanonical) actions.warn(form.member, `Old form ${form.member}(${shown(args)}): ChatGPT takes ${form.member}${form.canonical}.`)
  return value
}

/** The shape of the arguments, without their texts: a warning is told once for each shape, and tells nothing of what a person typed. */
function shown(args: readonly unknown[]): string {
  return args.length === 0 ? 'nothing' : args.map(shapeOf).join(', ')
}

function shapeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value !== 'object') return `a ${typeof value}`
  return `{ ${Object.keys(value).slice(0, 5).join(', ')} }`
}
