/** The tab that a key moves to by the usual pattern of arrows, Home and End; null when the key means nothing to a tab list. */
export function nextTab<Tab>(tabs: readonly Tab[], current: Tab, key: string): Tab | null {
  const index = tabs.indexOf(current)
  const target = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[key]
  if (target === undefined || tabs.length === 0) return null
  return tabs.at(target % tabs.length) ?? null
}
