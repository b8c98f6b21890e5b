import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')

test('S2.0 the architecture page says in three columns what belongs in server, widget and model, and points to its tests', () => {
  const table = page.slice(page.indexOf('## What belongs where'), page.indexOf('## Codemap'))
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  expect(rows[0]).toEqual(['server', 'widget (the view)', 'model'])
  expect(rows.length).toBeGreaterThanOrEqual(5)
  for (const row of rows) for (const cell of row) expect(cell).not.toBe('')
  expect(table).toContain('docs/requirements.md')
  expect(readFileSync(join(root, 'docs', 'requirements.md'), 'utf8')).toMatch(/S2\.0\b/)
})

test('every link of the architecture page leads somewhere, and its codemap names every part', () => {
  const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '')
  expect(links.length).toBeGreaterThan(3)
  for (const link of links) expect([link, existsSync(join(root, link))]).toEqual([link, true])
  for (const part of readdirSync(join(root, 'packages'))) expect(page).toContain(`\`packages/${part}\``)
  // an app of one's own, as docs/your-own-app.md makes it, has no package.json
  const apps = readdirSync(join(root, 'apps')).filter((name) => existsSync(join(root, 'apps', name, 'package.json')))
  for (const app of apps) expect(page).toContain(`\`apps/${app}\``)
})

test('the architecture is one page', () => {
  expect(page.split('\n').length).toBeLessThanOrEqual(150)
})
