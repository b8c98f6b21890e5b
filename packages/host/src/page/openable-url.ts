/** The address as the browser will really open it, or null when it is not a web page (`javascript:`, `data:`, `file:` …). */
export function openableUrl(text: string): string | null {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null
}
