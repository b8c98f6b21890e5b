/** Texts that a page must show as they are: each runs, or breaks out of where it stands, on a page that writes one of them unescaped. */
export const HOSTILE_TEXTS = [
  '<script>window.hacked=1</script>',
  '<img src=x onerror=window.hacked=1>',
  '"><svg onload=window.hacked=1>',
  "' onfocus=window.hacked=1 autofocus x='",
  '</title><script>window.hacked=1</script>',
  '</textarea><iframe srcdoc="<script>parent.hacked=1</script>">',
  '<a href="javascript:window.hacked=1">here</a>',
  '${window.hacked=1}{{constructor.constructor("window.hacked=1")()}}',
  '&lt;script&gt;window.hacked=1&lt;/script&gt;',
  '<!--><style>*{display:none}</style><base href="http://evil.test/">',
] as const

/** All of them in one text of at most so many characters, from the one of this number on. */
export function hostileText(from: number, maxChars: number): string {
  const turned = [...HOSTILE_TEXTS.slice(from % HOSTILE_TEXTS.length), ...HOSTILE_TEXTS]
  let text = ''
  for (const next of turned) if (text.length + next.length <= maxChars) text += next
  return text
}
