import type { ViewHostContext } from './view-snapshot.ts'

/** Puts the host's look on the document: theme as `data-theme` and `color-scheme`, locale as `lang`, style variables by their names. */
export function applyHostContext(document: Document, next: ViewHostContext, previous: ViewHostContext | null): void {
  const root = document.documentElement
  if (next.theme !== previous?.theme) {
    root.dataset['theme'] = next.theme
    root.style.colorScheme = next.theme
  }
  if (next.locale !== previous?.locale) root.lang = next.locale
  const variables: Record<string, string> = next.styles?.variables ?? {}
  const before: Record<string, string> = previous?.styles?.variables ?? {}
  if (variables === before) return
  for (const [name, value] of Object.entries(variables)) if (before[name] !== value) root.style.setProperty(name, value)
  for (const name of Object.keys(before)) if (!(name in variables)) root.style.removeProperty(name)
}
