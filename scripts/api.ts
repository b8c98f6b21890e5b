import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { API_FOLDER, apiFiles, staleFiles } from './api/api-files.ts'
import { workspaceFolders } from './check/source-files.ts'
import { ROOT, tool } from './check/tool.ts'

const HELP = `npm run api         writes docs/api: every exported name of every package with its declaration
  -- --check         writes nothing and fails when a file is not what it would write`

const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean' } } })

if (values.help) console.log(HELP)
else {
  const built = await tool('tsc', ['-b', ...buildConfigs()])
  if (!built.ok) {
    console.log(built.details)
    process.exitCode = 1
  } else {
    const folder = path.join(ROOT, API_FOLDER)
    mkdirSync(folder, { recursive: true })
    const wanted = apiFiles(ROOT)
    const stale = staleFiles(
      ROOT,
      wanted,
      readdirSync(folder).map((name) => `${API_FOLDER}/${name}`),
    )
    for (const line of stale) console.log(line)
    if (values.check) {
      if (stale.length > 0) console.log('To take the new API: npm run api, and read the difference before you commit it.')
      process.exitCode = stale.length === 0 ? 0 : 1
    } else {
      rmSync(folder, { recursive: true })
      mkdirSync(folder)
      for (const [file, text] of wanted) writeFileSync(path.join(ROOT, file), text)
    }
  }
}

function buildConfigs(): string[] {
  return workspaceFolders(ROOT)
    .filter((folder) => folder.startsWith('packages/') && readdirSync(path.join(ROOT, folder)).includes('tsconfig.build.json'))
    .map((folder) => `${folder}/tsconfig.build.json`)
}
