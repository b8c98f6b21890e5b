import { useState } from 'preact/hooks'
import type { DeepLinkState } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { Icon } from './icon.tsx'
import { JsonBlock } from './json-block.tsx'

/** What a link into the host asks for. Anybody can write such a link, so it says where it leads and waits for a click. */
export function DeepLinkCard({ link }: { link: DeepLinkState }) {
  const page = usePage()
  const [isSent, setSent] = useState(false)
  const { step } = link
  const titleId = `deep-link-${link.id}`

  async function answer(isAccepted: boolean): Promise<void> {
    if (isSent) return
    setSent(true)
    await page.run('/api/deep-link/answer', { linkId: link.id, isAccepted })
    setSent(false)
  }

  return (
    <div class="ask" role="group" aria-labelledby={titleId}>
      <h2 id={titleId}>
        <Icon name={step === 'failed' ? 'alert' : 'info'} /> {titleOf(link)}
      </h2>
      <p>{sentenceOf(link)}</p>
      <dl class="facts">
        <dt>Server</dt>
        <dd class="mono">{link.mcpUrl}</dd>
        <dt>Tool</dt>
        <dd class="mono">{link.tool}</dd>
      </dl>
      {Object.keys(link.arguments).length === 0 ? null : <JsonBlock label="Arguments" value={link.arguments} />}
      {link.problem === null ? null : <p class="problem">{link.problem}</p>}
      <div class="actions">
        {step === 'connecting' ? null : (
          <button
            type="button"
            class={`button ${step === 'call' && link.isDestructive ? 'danger' : 'primary'}`}
            aria-disabled={isSent}
            onClick={() => void answer(true)}
          >
            {YES[step]}
          </button>
        )}
        <button type="button" class="button" onClick={() => void answer(false)}>
          {NO[step]}
        </button>
      </div>
    </div>
  )
}

const YES = { connect: 'Connect', call: 'Call the tool', failed: 'Try again' } as const
const NO = { connect: 'Do not connect', connecting: 'Cancel', call: 'Decline', failed: 'Dismiss' } as const

function titleOf({ step, title, tool }: DeepLinkState): string {
  if (step === 'connect') return 'Connect to the server of this link?'
  if (step === 'connecting') return 'Connecting…'
  return step === 'failed' ? 'This link could not be followed' : `Call “${title ?? tool}”?`
}

/** In the subjunctive, because a tool that declares nothing is taken for one that could. */
function sentenceOf({ step, isRemote, isReadOnly, isDestructive, isOpenWorld }: DeepLinkState): string {
  if (step === 'connect') {
    const where = isRemote ? 'It is not on this machine: what is sent to it leaves your computer.' : 'It is on this machine.'
    return `You followed a link to a server that is not in your configuration. ${where} Nothing was sent to it yet.`
  }
  if (step === 'connecting') return 'Its tools are being read. Nothing is called yet.'
  if (step === 'failed') return 'Nothing was called.'
  if (isReadOnly) return 'You followed a link that calls this tool. It only reads.'
  const what = isDestructive ? 'may change or delete something for good' : 'changes something'
  return `You followed a link that calls this tool. It ${what}${isOpenWorld ? ', and may reach beyond its own data' : ''}.`
}
