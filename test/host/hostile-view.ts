/** Ways of one view to make its browser ask an address; the page's own code, as an attacker would write it. Each settles when it is over. */
const WAYS = `
const element = (tag, attributes, parent = document.body) => new Promise((settle) => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.onload = made.onerror = made.onloadeddata = () => settle()
  document.addEventListener('securitypolicyviolation', () => settle())
  parent.append(made)
  setTimeout(settle, 1500)
})
const style = (text) => element('style', {}).then(() => undefined, () => undefined) && new Promise((settle) => {
  const made = document.createElement('style')
  made.textContent = text
  document.head.append(made)
  document.body.offsetHeight
  setTimeout(settle, 300)
})
const shown = (html) => new Promise((settle) => {
  const box = document.createElement('div')
  box.innerHTML = html
  document.body.append(box)
  box.offsetHeight
  setTimeout(settle, 300)
})
const quiet = async (run) => { try { await run() } catch {} }
const framed = (attributes, inside) => new Promise((settle) => {
  const frame = document.createElement('iframe')
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value)
  frame.onload = () => { try { inside?.(frame.contentWindow) } catch {}; setTimeout(settle, 300) }
  document.body.append(frame)
  setTimeout(settle, 1500)
})
window.ways = {
  'fetch': (url) => quiet(() => fetch(url)),
  'fetch no-cors keepalive': (url) => quiet(() => fetch(url, { mode: 'no-cors', keepalive: true, method: 'POST', body: 'x' })),
  'xhr': (url) => new Promise((settle) => { const ask = new XMLHttpRequest(); ask.onloadend = settle; try { ask.open('GET', url); ask.send() } catch { settle() } }),
  'websocket': (url) => new Promise((settle) => { try { const socket = new WebSocket(url.replace('http:', 'ws:')); socket.onclose = socket.onerror = settle } catch { settle() } }),
  'eventsource': (url) => new Promise((settle) => { const source = new EventSource(url); source.onerror = () => { source.close(); settle() } }),
  'beacon': (url) => { navigator.sendBeacon(url, 'x') },
  'img': (url) => element('img', { src: url }),
  'srcset': (url) => element('img', { srcset: url + ' 1x' }),
  'svg image': (url) => shown('<svg><image href="' + url + '" width="9" height="9"/></svg>'),
  'css url': (url) => style('body { background-image: url(' + url + ') }'),
  'css import': (url) => style('@import url(' + url + ');'),
  'css font': (url) => quiet(() => new FontFace('x', 'url(' + url + ')').load()),
  'stylesheet': (url) => element('link', { rel: 'stylesheet', href: url }),
  'script': (url) => element('script', { src: url }),
  'import()': (url) => quiet(() => import(url)),
  'video': (url) => element('video', { src: url, preload: 'auto' }),
  'track': (url) => shown('<video><track default src="' + url + '"></video>'),
  'object': (url) => element('object', { data: url }),
  'embed': (url) => element('embed', { src: url }),
  'frame': (url) => framed({ src: url }),
  'srcdoc child': (url) => framed({ srcdoc: '<img src="' + url + '"><script>fetch("' + url + '")<\\/script>' }),
  'blank child': (url) => framed({}, (child) => { child.eval; child.document.body.innerHTML = '<img src="' + url + '">'; child.fetch(url).catch(() => {}) }),
  'blob child': (url) => framed({ src: URL.createObjectURL(new Blob(['<img src="' + url + '">'], { type: 'text/html' })) }),
  'data child': (url) => framed({ src: 'data:text/html,<img src="' + url + '">' }),
  'form': (url) => quiet(() => { const form = document.createElement('form'); form.action = url; form.target = 'nobody'; document.body.append(form); form.submit() }),
  'base': (url) => shown('<base href="' + url + '">').then(() => element('img', { src: 'relative.png' })).then(() => document.querySelector('base')?.remove()),
  'worker': (url) => new Promise((settle) => { try { const worker = new Worker(url); worker.onerror = settle; setTimeout(settle, 500) } catch { settle() } }),
  'blob worker': (url) => new Promise((settle) => { try { const worker = new Worker(URL.createObjectURL(new Blob(['fetch("' + url + '")']))); worker.onerror = settle; setTimeout(settle, 500) } catch { settle() } }),
  'service worker': (url) => quiet(() => navigator.serviceWorker.register(url)),
  'prefetch': (url) => element('link', { rel: 'prefetch', href: url }),
  'preload': (url) => element('link', { rel: 'preload', as: 'image', href: url }),
  'modulepreload': (url) => element('link', { rel: 'modulepreload', href: url }),
  'prerender': (url) => shown('').then(() => element('link', { rel: 'prerender', href: url })),
  'icon': (url) => element('link', { rel: 'icon', href: url }),
  'manifest': (url) => element('link', { rel: 'manifest', href: url }),
  'speculation rules': (url) => quiet(() => { const rules = document.createElement('script'); rules.type = 'speculationrules'; rules.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [url] }], prerender: [{ source: 'list', urls: [url] }] }); document.head.append(rules) }),
  'window.open': (url) => quiet(() => window.open(url)),
  'link to a new tab': (url) => quiet(() => { const link = document.createElement('a'); link.href = url; link.target = '_blank'; document.body.append(link); link.click() }),
  'a ping': (url) => quiet(() => { const link = document.createElement('a'); link.href = '#here'; link.ping = url; document.body.append(link); link.click() }),
  'link to the top': (url) => quiet(() => { const link = document.createElement('a'); link.href = url; link.target = '_top'; document.body.append(link); link.click() }),
  'parent.location': (url) => quiet(() => { parent.location = url }),
  'another frame’s location': (url) => quiet(() => { for (let index = 0; index < top.length; index += 1) top[index].location = url }),
  'webtransport': (url) => quiet(() => new WebTransport(url.replace('http:', 'https:')).ready),
  'audio worklet': (url) => quiet(() => new OfflineAudioContext(1, 1, 8000).audioWorklet.addModule(url)),
}
/** What no CSP governs: hints, which connect or look a name up and ask nothing, and WebRTC, which asks a STUN server by UDP. */
window.hint = (url) => document.head.insertAdjacentHTML('beforeend', '<link rel="preconnect" href="' + url + '"><link rel="dns-prefetch" href="' + url + '">')
window.askByWebRtc = async (stunUrl) => {
  const connection = new RTCPeerConnection({ iceServers: [{ urls: stunUrl }] })
  connection.createDataChannel('x')
  await connection.setLocalDescription(await connection.createOffer())
}
/** Ways that end the document. */
window.exits = {
  'location': (url) => { location.href = url },
  'meta refresh': (url) => { document.head.insertAdjacentHTML('beforeend', '<meta http-equiv="refresh" content="0;url=' + url + '">') },
  'form in place': (url) => { const form = document.createElement('form'); form.action = url; document.body.append(form); form.submit() },
  'javascript address': (url) => { location.href = 'javascript:location.replace("' + url + '")' },
  'document.write': (url) => { document.open(); document.write('<meta http-equiv="refresh" content="0;url=' + url + '"><img src="' + url + '">'); document.close() },
}
`

export const HOSTILE_HTML = `<!doctype html><html><head><title>hostile</title><script>${WAYS}</script></head><body><p id="hello">hello</p></body></html>`
