import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { documentFiles } from './document-files.ts'

const root = join(import.meta.dirname, '..', '..')
const papers = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && file !== 'docs/requirements.md')

const read = (file: string) => readFileSync(join(root, file), 'utf8')

test.each(papers)('every link and picture of %s leads somewhere', (file) => {
  const links = [...read(file).matchAll(/\]\(([^)#\s]+)[^)]*\)|(?:src|srcset)="([^"]+)"/g)].map((match) => match[1] ?? match[2] ?? '')
  for (const link of links.filter((each) => !/^[a-z]+:/.test(each))) {
    expect([link, existsSync(join(root, dirname(file), link))]).toEqual([link, true])
  }
})

test.each(papers)('every file of the repository that %s names in code marks exists', (file) => {
  const own = documentFiles(read(file)).map((each) => each.path)
  const named = [...read(file).matchAll(/`((?:packages|apps|docs|scripts|test|decisions)\/[\w./-]+)`/g)].map((match) => match[1] ?? '')
  const missing = named.filter((path) => !own.some((each) => each.startsWith(path)) && !path.includes('/.') && !existsSync(join(root, path)))
  expect(missing).toEqual([])
})

test('what the README shows of the packing list is what its document has', () => {
  const shown = [...read('README.md').matchAll(/^```tsx?\n(.*?)^```$/gms)].map((match) => match[1] ?? '')
  const files = documentFiles(read('docs/your-own-app.md')).map((each) => each.text)
  expect(shown).toHaveLength(2)
  for (const code of shown) expect([code, files.some((text) => text.includes(code))]).toEqual([code, true])
})

test('every command the README and CONTRIBUTING name is a script of the package or a command of lockstep', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
  const named = ['README.md', 'CONTRIBUTING.md', 'docs/troubleshooting.md'].flatMap((file) =>
    [...read(file).matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? ''),
  )
  expect(named.length).toBeGreaterThan(0)
  for (const name of named) expect(Object.keys(scripts)).toContain(name)
})
