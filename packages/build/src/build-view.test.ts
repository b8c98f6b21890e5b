import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { buildView } from './build-view.ts'
import { BLANK_GUARD } from './render-html.ts'

const fixture = fileURLToPath(new URL('../test/fixture', import.meta.url))
const name = 'Hello & <co>'
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-build-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A copy of the fixture that a test may change; Preact only, as React is not to be found from there. */
async function copyOfFixture(): Promise<{ source: string; outFile: string; build: () => ReturnType<typeof buildView> }> {
  const source = join(folder, 'source')
  await cp(fixture, source, { recursive: true })
  const outFile = join(folder, 'out', 'hello.html')
  return { source, outFile, build: () => buildView({ name, entry: join(source, 'hello.tsx'), outFile }) }
}

/** The document without its script and style, and those two. */
function partsOf(html: string): { markup: string; script: string; style: string } {
  const [, before = '', style = '', between = '', script = '', after = ''] =
    /^(.*?<style>)(.*?)(<\/style>.*?<script type="module">)(.*?)(<\/script>.*)$/s.exec(html) ?? []
  return { markup: before + between + after, script, style }
}

test.each(['preact', 'react'] as const)('on %s: one whole HTML document that loads nothing', async (runtime) => {
  const outFile = join(folder, 'hello.html')
  const built = await buildView({ name, entry: join(fixture, 'hello.tsx'), outFile, runtime })
  const html = await readFile(outFile, 'utf8')
  expect(built).toMatchObject({ file: outFile, bytes: Buffer.byteLength(html), skipped: false, hash: expect.stringMatching(/^[0-9a-f]{16}$/) })
  const { markup, script, style } = partsOf(html)
  expect(markup).toBe(
    [
      '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
      '<title>Hello &amp; &lt;co></title>',
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<link rel="icon" href="data:,">',
      '<style></style>\n</head>\n<body>\n<div id="root"></div>',
      BLANK_GUARD,
      '<script type="module"></script>\n</body>\n</html>\n',
    ].join('\n'),
  )
  expect(style).toContain('--color-text-primary')
  expect(style.replace(/url\("data:/g, '')).not.toMatch(/@import|url\(|\/\*/)
  expect(JSON.stringify(parseAst(script)).match(/"type":"(?:Import|Export)\w*"/)?.[0]).toBeUndefined()
  const loads = /\b(?:fetch|importScripts|WebSocket|EventSource)\(|(?:src|href)\s*[=:]\s*["'`]https?:|sourceMappingURL/
  expect(script.match(loads)?.[0]).toBeUndefined()
  expect(html.includes(process.cwd())).toBe(false)
})

test('Preact answers for React, and is far smaller', async () => {
  const build = (runtime: 'preact' | 'react') =>
    buildView({ name, entry: join(fixture, 'hello.tsx'), outFile: join(folder, `${runtime}.html`), runtime })
  const preact = await build('preact')
  const react = await build('react')
  expect(preact.gzipBytes).toBeLessThan(9_000)
  expect(react.gzipBytes).toBeGreaterThan(50_000)
})

test('SEC19 no variable of the process that builds gets into a view', async () => {
  vi.stubEnv('VITE_TOKEN', 'token-of-the-builder')
  const { source, outFile, build } = await copyOfFixture()
  await writeFile(join(source, 'hello.tsx'), "import './hello.css'\ndocument.title = JSON.stringify(import.meta.env)\n")
  await build()
  expect(await readFile(outFile, 'utf8')).not.toContain('token-of-the-builder')
  vi.unstubAllEnvs()
})

test('the production build, whatever the process that builds says of itself', async () => {
  const build = async (environment: string): Promise<string> => {
    vi.stubEnv('NODE_ENV', environment)
    const outFile = join(folder, `${environment}.html`)
    await buildView({ name, entry: join(fixture, 'hello.tsx'), outFile, runtime: 'react' })
    return readFile(outFile, 'utf8')
  }
  const production = await build('production')
  expect(await build('development')).toBe(production)
  expect(production).not.toContain('react.dev/link/react-devtools')
  vi.unstubAllEnvs()
})

test('a build leaves NODE_ENV as it was, however many run at once', async () => {
  const build = (file: string) => buildView({ name, entry: join(fixture, 'hello.tsx'), outFile: join(folder, file), runtime: 'preact' })
  vi.stubEnv('NODE_ENV', undefined)
  await Promise.all([
    build('env-1.html'),
    build('env-2.html'),
    buildView({ name, entry: join(fixture, 'none.tsx'), outFile: join(folder, 'env-3.html') }).catch(() => undefined),
  ])
  expect(process.env['NODE_ENV']).toBeUndefined()
  vi.stubEnv('NODE_ENV', 'staging')
  await build('env-4.html')
  expect(process.env['NODE_ENV']).toBe('staging')
  vi.unstubAllEnvs()
})

test('what would end the script or the style early is escaped, and the script still parses', async () => {
  const { outFile, build } = await copyOfFixture()
  await build()
  const html = await readFile(outFile, 'utf8')
  const { script, style } = partsOf(html)
  // the guard's own, and the view's
  expect(html.match(/<\/script/gi)).toHaveLength(2)
  expect(html.match(/<script/gi)).toHaveLength(2)
  expect(html.match(/<\/style/gi)).toHaveLength(1)
  expect(html.includes('<!--')).toBe(false)
  expect(() => parseAst(script)).not.toThrow()
  expect(script).toContain('\\x3c!--')
  expect(style).toContain('<\\/style>')
})

test('the same sources give the same bytes, whatever is in the way', async () => {
  const entry = join(fixture, 'hello.tsx')
  const one = await buildView({ name, entry, outFile: join(folder, 'a', 'one.html') })
  const two = await buildView({ name, entry, outFile: join(folder, 'b', 'c', 'two.html') })
  expect(await readFile(one.file, 'utf8')).toBe(await readFile(two.file, 'utf8'))
  expect(one.hash).toBe(two.hash)
})

test('nothing is done when nothing changed', async () => {
  const { outFile, build } = await copyOfFixture()
  const first = await build()
  const html = await readFile(outFile, 'utf8')
  expect(await build()).toEqual({ ...first, skipped: true })
  expect(await readFile(outFile, 'utf8')).toBe(html)
})

test.each([
  ['a module', 'hello.tsx', (text: string) => text.replace('useState(0)', 'useState(7)')],
  ['a style', 'hello.css', (text: string) => `${text}button { margin: 1px }`],
  ['a style that a style imports', 'colours.css', (text: string) => text.replace('black', 'navy')],
  ['an image a style draws in', 'dot.svg', (text: string) => text.replace('r="2"', 'r="1"')],
])('it builds again when %s changed', async (_what, file, change) => {
  const { source, build } = await copyOfFixture()
  const first = await build()
  await writeFile(join(source, file), change(await readFile(join(source, file), 'utf8')))
  const second = await build()
  expect(second.skipped).toBe(false)
  expect(second.hash).not.toBe(first.hash)
})

test('it builds again when the document, the name or the lock file is another', async () => {
  const { source, outFile, build } = await copyOfFixture()
  await build()
  await writeFile(outFile, 'touched')
  expect((await build()).skipped).toBe(false)
  expect((await buildView({ name: 'Other', entry: join(source, 'hello.tsx'), outFile })).skipped).toBe(false)
  await build()
  await writeFile(join(folder, 'package-lock.json'), '{}')
  expect((await build()).skipped).toBe(false)
  expect((await build()).skipped).toBe(true)
})

test('it builds again when an input is gone or its record is torn', async () => {
  const { source, outFile, build } = await copyOfFixture()
  await build()
  await writeFile(join(folder, 'out', '.hello.html.build.json'), '{"inputs":')
  expect((await build()).skipped).toBe(false)
  await rm(join(source, 'colours.css'))
  await expect(build()).rejects.toMatchObject({ code: 'BUILD_FAILED' })
  expect(await readFile(outFile, 'utf8')).toContain('<!doctype html>')
})

test.each([
  ['does not parse', 'export const x =\nconst y = 1\n', 2],
  ['imports what is not there', "import './one.css'\nimport { a } from './nowhere.ts'\nconsole.log(a)\n", null],
  ['imports a name that is not there', "import './hello.css'\nimport { b } from './names.ts'\ndocument.title = b\n", 2],
])('a source that %s is a BUILD_FAILED that names the file', async (_what, text, line) => {
  const { source, build } = await copyOfFixture()
  await writeFile(join(source, 'names.ts'), 'export const a = 1\n')
  await writeFile(join(source, 'hello.tsx'), text)
  const error: unknown = await build().catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    name: 'AppError',
    code: 'BUILD_FAILED',
    blame: 'user',
    data: { view: name, file: expect.stringMatching(/hello\.tsx$/) },
  })
  expect(String(error)).toMatch(line === null ? /hello\.tsx/ : new RegExp(`hello\\.tsx:${line}: `))
})

test('an entry that is not there is said in plain text, without the colours of a terminal', async () => {
  const build = buildView({ name, entry: join(folder, 'nowhere.tsx'), outFile: join(folder, 'out.html') })
  await expect(build).rejects.toMatchObject({ code: 'BUILD_FAILED', message: expect.stringMatching(/^\P{Cc}*nowhere\.tsx\P{Cc}*$/u) })
})
