/** A file that a document holds whole: a line with its path in backticks, then its code block. */
export interface DocumentFile {
  path: string
  text: string
}

/** The files of a Markdown document, in its order. Code blocks without a path before them are none. */
export function documentFiles(markdown: string): DocumentFile[] {
  return [...markdown.matchAll(/^`([^`\n]+)`\n\n```\w+\n(.*?)^```$/gms)].map((match) => ({ path: match[1] ?? '', text: match[2] ?? '' }))
}
