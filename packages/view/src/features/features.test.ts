import { expect, test } from 'vitest'
import { onBridge, onOpenAi } from '../../../../test/support/view-hosts.ts'
import { settle } from '../../test/fake-host.ts'
import { canCheckout, requestCheckout } from './checkout.ts'
import { downloadFiles } from './download-files.ts'
import { followHostFonts } from './host-fonts.ts'
import { log } from './log.ts'
import { requestModal } from './modal.ts'
import { setOpenInAppUrl } from './open-in-app.ts'
import { readResource } from './read-resource.ts'

const session = {
  id: 's_1',
  status: 'ready_for_payment',
  currency: 'EUR',
  payment_mode: 'test',
  payment_provider: { provider: 'p', merchant_id: 'm', supported_payment_methods: ['card'] },
  totals: [{ type: 'total', display_text: 'Total', amount: 300 }],
  links: [],
} as const

test('S2.A.7 a dialog of the host is waited for as long as it is open', async () => {
  const { runtime, methods, clock } = await onOpenAi()
  let close: (result: unknown) => void = () => {}
  methods.requestModal.mockImplementation(() => new Promise((resolve) => (close = resolve)))
  const outcome = requestModal(runtime, { title: 'Edit', params: { id: 1 }, template: 'ui://cart/edit.html' })
  await settle()
  expect(await clock.drain()).toBe(0)
  expect(methods.requestModal.mock.calls).toEqual([[{ template: 'ui://cart/edit.html', params: { id: 1, title: 'Edit' } }]])
  close({ saved: true })
  expect(await outcome).toEqual({ shown: 'host', result: { saved: true } })
})

test('S2.A.7 a host without dialogs, and one that refuses this one, leave it to the view', async () => {
  expect(await requestModal((await onBridge()).runtime, { title: 'Edit' })).toEqual({ shown: 'view', reason: 'unsupported' })
  const { runtime, methods } = await onOpenAi()
  methods.requestModal.mockRejectedValue(new Error('template is not supported on iOS'))
  expect(await requestModal(runtime, { template: 'ui://cart/edit.html' })).toEqual({ shown: 'view', reason: 'refused' })
  methods.requestModal.mockImplementation(() => {
    throw new TypeError('not here')
  })
  expect(await requestModal(runtime)).toEqual({ shown: 'view', reason: 'refused' })
})

test('checkout is asked for only where it is offered', async () => {
  const { runtime, methods, host } = await onOpenAi()
  expect(canCheckout(runtime)).toBe(true)
  expect(await requestCheckout(runtime, structuredClone(session) as never)).toEqual({ paid: true })
  expect(methods.requestCheckout.mock.calls).toEqual([[session]])
  Object.assign(host.window.openai as object, { requestCheckout: undefined })
  expect(canCheckout(runtime)).toBe(false)
  await expect(requestCheckout(runtime, structuredClone(session) as never)).rejects.toMatchObject({ code: 'VIEW_UNSUPPORTED' })
})

test('the button of fullscreen views', async () => {
  const { runtime, methods } = await onOpenAi()
  expect(await setOpenInAppUrl(runtime, 'https://app.example/cart')).toBe(true)
  expect(methods.setOpenInAppUrl.mock.calls).toEqual([[{ href: 'https://app.example/cart' }]])
  expect(await setOpenInAppUrl((await onBridge()).runtime, 'https://app.example/cart')).toBe(false)
})

const contents = [{ type: 'resource' as const, resource: { uri: 'file:///list.csv', mimeType: 'text/csv', text: 'a,b' } }]

test('files for the person go by the bridge; a no is a refusal', async () => {
  const { runtime, host, sent } = await onBridge({ capabilities: { downloadFile: {} } })
  host.answers['ui/download-file'] = () => ({})
  await downloadFiles(runtime, contents)
  expect(sent('ui/download-file')).toEqual([{ contents }])
  host.answers['ui/download-file'] = () => ({ isError: true })
  await expect(downloadFiles(runtime, contents)).rejects.toMatchObject({ code: 'VIEW_REFUSED' })
  await expect(downloadFiles((await onBridge()).runtime, contents)).rejects.toMatchObject({ code: 'VIEW_UNSUPPORTED' })
  await expect(downloadFiles((await onOpenAi()).runtime, contents)).rejects.toMatchObject({ code: 'VIEW_UNSUPPORTED' })
})

test("a resource of the view's own server is read where the host passes it on", async () => {
  const { runtime, host, sent } = await onBridge({ capabilities: { serverResources: {} } })
  host.answers['resources/read'] = () => ({ contents: [{ uri: 'app://a', text: 'x' }, null, { text: 'no uri' }, { uri: 'app://empty' }] })
  expect(await readResource(runtime, 'app://a')).toEqual([{ uri: 'app://a', text: 'x' }])
  expect(sent('resources/read')).toEqual([{ uri: 'app://a' }])
  host.answers['resources/read'] = () => ({ error: { code: -32602, message: 'no such resource' } })
  await expect(readResource(runtime, 'app://b')).rejects.toMatchObject({ code: 'VIEW_REFUSED' })
  await expect(readResource((await onOpenAi()).runtime, 'app://a')).rejects.toMatchObject({ code: 'VIEW_UNSUPPORTED' })
})

test('a line for the log goes where a log is kept, and nowhere else', async () => {
  const { runtime, sent } = await onBridge({ capabilities: { logging: {} } })
  log(runtime, 'info', { rows: 3 }, 'cart')
  log(runtime, 'debug', 'plain')
  await settle()
  expect(sent('notifications/message')).toEqual([
    { level: 'info', data: { rows: 3 }, logger: 'cart' },
    { level: 'debug', data: 'plain' },
  ])
  const other = await onBridge()
  log(other.runtime, 'info', 'x')
  await settle()
  expect(other.sent('notifications/message')).toEqual([])
})

test("the host's fonts are put on the document, follow it, and go when they are not wanted any more", async () => {
  const style = { textContent: '', isThere: false, remove: () => (style.isThere = false) }
  const document = { createElement: () => style, head: { append: () => (style.isThere = true) } } as unknown as Document
  const { runtime, host } = await onBridge({ hostContext: { styles: { css: { fonts: '@font-face { font-family: Söhne }' } } } })
  const stop = followHostFonts(runtime, document)
  expect(style).toMatchObject({ isThere: true, textContent: '@font-face { font-family: Söhne }' })
  await host.notify('ui/notifications/host-context-changed', { styles: { css: { fonts: 7 } } })
  expect(style.textContent).toBe('')
  await host.notify('ui/notifications/host-context-changed', { styles: null })
  stop()
  await host.notify('ui/notifications/host-context-changed', { styles: { css: { fonts: 'x' } } })
  expect(style).toMatchObject({ isThere: false, textContent: '' })
})
