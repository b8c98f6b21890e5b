import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { collectTests, readRequirements, REQUIRED_IDS } from './requirements/collect.ts'
import { requirementsPage } from './requirements/requirements-page.ts'

const HELP = `node scripts/requirements.ts   writes docs/requirements.md
  --check      writes nothing and fails when the file is not what it would write
  --required   also fails when a requirement that must have a test by now has none`

const root = fileURLToPath(new URL('..', import.meta.url))
const file = path.join(root, 'docs/requirements.md')
const { values } = parseArgs({ options: { check: { type: 'boolean' }, required: { type: 'boolean' }, help: { type: 'boolean' } } })

if (values.help) console.log(HELP)
else {
  const rows = readRequirements(root)
  const tests = collectTests(root)
  const page = requirementsPage(rows, tests)
  const faults = [...unknownIds(), ...(values.check ? staleness(page) : []), ...(values.required ? untested() : [])]
  if (!values.check) writeFileSync(file, page)
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length === 0 ? 0 : 1

  function unknownIds(): string[] {
    const known = new Set(rows.map(({ id }) => id))
    const unknown = [...tests.keys()].filter((id) => !known.has(id) && !id.startsWith('K'))
    return unknown.map((id) => `${id}: no such requirement, but ${tests.get(id)?.[0]?.file} has a test of that id`)
  }

  function untested(): string[] {
    const missing = REQUIRED_IDS.filter((id) => !tests.has(id))
    return missing.map((id) => `${id}: no test has a name that starts with it`)
  }
}

function staleness(page: string): string[] {
  const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === page
  return isCurrent ? [] : ['docs/requirements.md is stale: node scripts/requirements.ts writes it anew']
}
