import { expect, test } from 'vitest'
import { builtSize } from '../../bench/bytes/built-size.ts'
import { scanBundle } from './bundle-scan.ts'
import { findSupplyFaults, readLock, readManifests } from './supply-chain.ts'
import { ROOT } from './tool.ts'

test('SEC24 nothing of ours runs on install, every pin is exact, the lock says the same, every package is held to a hash and a known licence', () => {
  expect(findSupplyFaults(readManifests(ROOT), readLock(ROOT))).toEqual([])
})

test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
  ['a script on install', { scripts: { postinstall: 'node x' } }, {}, 'postinstall'],
  ['a range', { dependencies: { a: '^1.0.0' } }, { '': { dependencies: { a: '^1.0.0' } } }, 'exact'],
  ['a dependency the lock does not know', { dependencies: { a: '1.0.0' } }, { '': {} }, 'the lock has none'],
  ['another version in the lock', { dependencies: { a: '1.0.0' } }, { '': { dependencies: { a: '1.0.1' } } }, 'the lock 1.0.1'],
  ['a dependency only the lock knows', {}, { '': { devDependencies: { a: '1.0.0' } } }, 'is not there'],
  ['no hash', {}, { 'node_modules/a': { license: 'MIT' } }, 'sha512'],
  ['an install script of another', {}, { 'node_modules/a': { integrity: 'sha512-x', license: 'MIT', hasInstallScript: true } }, 'installed'],
  ['a registry', {}, { 'node_modules/a': { integrity: 'sha512-x', license: 'MIT', resolved: 'https://example.com/a.tgz' } }, 'registry'],
  ['a licence not on the list', {}, { 'node_modules/a': { integrity: 'sha512-x', license: 'GPL-3.0-only' } }, 'GPL-3.0-only'],
  ['no licence', {}, { 'node_modules/a/node_modules/b': { integrity: 'sha512-x' } }, 'no licence'],
])('SEC24 finds %s', (_name, manifest, lock, words) => {
  expect(findSupplyFaults(new Map([['', manifest]]), lock).map(({ message }) => message)).toEqual([expect.stringContaining(words)])
})

test('SEC24 one of several licences is enough, and a link of the workspace needs none', () => {
  const lock = {
    'node_modules/a': { integrity: 'sha512-x', license: '(MIT OR GPL-2.0-only)' },
    'node_modules/@lockstep/view': { link: true, resolved: 'packages/view' },
  }
  expect(findSupplyFaults(new Map([['', {}]]), lock)).toEqual([])
})

test.each(['apps/cart/views/cart.tsx', 'bench/bytes/views/our-hello.tsx'])(
  'SEC24 the bundle of %s evaluates nothing and loads nothing',
  async (entry) => {
    for (const runtime of ['preact', 'react'] as const) {
      // the cart's own backend where nothing else is said, and what React names in its errors to be read
      const allowed = ['http://localhost:8000', ...(runtime === 'react' ? ['https://react.dev/'] : [])]
      expect(scanBundle((await builtSize(entry, runtime)).html, allowed)).toEqual([])
    }
  },
  60_000,
)

test.each<[string, string]>([
  ['evaluates a string', '<script type="module">eval("1")</script>'],
  ['evaluates a string', '<script type="module">new Function("return 1")()</script>'],
  ['evaluates a string', '<script type="module">globalThis["eval"](x)</script>'],
  ['evaluates a string', '<script type="module">setTimeout("run()", 1)</script>'],
  ['loads code from elsewhere', '<script type="module">import("./x.js")</script>'],
  ['loads code from elsewhere', '<script type="module">new Worker(u)</script>'],
  ['loads code from elsewhere', '<script src="x.js"></script><script type="module"></script>'],
  ['loads code from elsewhere', '<link rel="stylesheet" href="a.css">'],
  ['loads code from elsewhere', '<style>a { background: url(a.png) }</style>'],
  ['names an address', '<script type="module">fetch("https://example.com/x")</script>'],
  ['carries a source map', '<script type="module">1\n//# sourceMappingURL=a.js.map</script>'],
])('SEC24 sees what %s: %s', (what, html) => {
  expect(scanBundle(html).map((fault) => fault.what)).toContain(what)
})
