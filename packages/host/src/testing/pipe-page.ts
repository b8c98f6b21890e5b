import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const INDEX =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>pipe</title></head><body><script type="module" src="/pipe.js"></script></body></html>'

/** The least page that a host can have: it shows every view in a frame and carries messages, without reading them. */
const PIPE = `
const { token } = JSON.parse(document.getElementById('lockstep-boot').textContent)
const headers = { 'x-lockstep-token': token, 'content-type': 'application/json' }
const post = (path, body) => fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }).then((answer) => answer.json())
const mounts = new Map()
function render(state) {
  for (const view of state.instances) {
    const key = view.id + ':' + view.frameKey
    const known = mounts.get(view.id)
    if (known && (known.key !== key || view.phase === 'closed')) { known.frame.remove(); mounts.delete(view.id) }
    if (mounts.has(view.id) || view.phase === 'closed' || view.mountFailure) continue
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', view.frameSandbox)
    frame.allow = view.frameAllow
    frame.title = view.title
    frame.style.cssText = 'width:600px;height:300px'
    const mount = { key, frame, view, mountId: crypto.randomUUID(), last: 0 }
    mounts.set(view.id, mount)
    frame.src = view.frameUrl
    document.body.append(frame)
  }
  document.body.dataset.version = state.version
}
addEventListener('message', async (event) => {
  for (const { frame, view, mountId } of mounts.values()) {
    if (event.source !== frame.contentWindow || event.origin !== view.outerOrigin) continue
    const { response } = await post('/api/instances/' + view.id + '/rpc', { mountId, message: event.data })
    if (response) frame.contentWindow?.postMessage(response, view.outerOrigin)
  }
})
const stream = await fetch('/api/events', { headers })
const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader()
let text = ''
for (;;) {
  const { done, value } = await reader.read()
  if (done) break
  text += value
  for (let end = text.indexOf('\\n\\n'); end >= 0; end = text.indexOf('\\n\\n')) {
    const event = text.slice(0, end)
    text = text.slice(end + 2)
    const name = /^event: (.*)$/m.exec(event)?.[1]
    const data = /^data: (.*)$/m.exec(event)?.[1]
    if (name === 'state') render(JSON.parse(data))
    if (name !== 'view') continue
    const delivery = JSON.parse(data)
    const mount = mounts.get(delivery.instanceId)
    if (!mount || mount.mountId !== delivery.mountId || delivery.seq <= mount.last) continue
    mount.last = delivery.seq
    mount.frame.contentWindow.postMessage(delivery.message, mount.view.outerOrigin)
    void post('/api/instances/' + delivery.instanceId + '/ack', { mountId: delivery.mountId, seq: delivery.seq })
  }
}
`

/** Writes it to a new folder, for `startHost({ pageDir })`. */
export async function pipePageDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'lockstep-page-'))
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'index.html'), INDEX)
  await writeFile(join(dir, 'pipe.js'), PIPE)
  return dir
}
