/** The first entries whose JSON fits, at most `maxCount`: what a model reads has a price, however long the texts in it are. */
export function fitting<T>(entries: readonly T[], maxChars: number, maxCount = entries.length): T[] {
  let chars = 0
  const end = entries.findIndex((entry, index) => {
    chars += JSON.stringify(entry).length
    return chars > maxChars || index >= maxCount
  })
  return end < 0 ? [...entries] : entries.slice(0, end)
}
