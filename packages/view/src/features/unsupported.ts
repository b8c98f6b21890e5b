import { ViewError } from '../view-error.ts'

/** What a feature says where the host lacks it. */
export function unsupported(what: string): ViewError {
  return new ViewError('VIEW_UNSUPPORTED', `expected a host that offers ${what}, this one does not; give the person another way`)
}
