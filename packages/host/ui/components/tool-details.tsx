import type { ToolEntry } from '../../src/api/host-state.ts'
import { contentText } from '../../src/page/format.ts'
import { JsonBlock } from './json-block.tsx'

/** The call in full, each part with who sees it. */
export function ToolDetails({ entry }: { entry: ToolEntry }) {
  const { result } = entry
  return (
    <div class="tool-body">
      <p class="quiet">
        <span class="mono">{entry.tool}</span> of {entry.app}
      </p>
      <JsonBlock label="Input" value={entry.input} />
      {result === null ? null : <JsonBlock label="Content" note="the model reads this" value={contentText(result.content)} />}
      {result?.structuredContent === undefined ? null : (
        <JsonBlock label="Structured content" note="the model and the view read this" value={result.structuredContent} />
      )}
      {result?._meta === undefined ? null : <JsonBlock label="_meta" note="only the view reads this" value={result._meta} />}
    </div>
  )
}
