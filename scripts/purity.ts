import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatFinding } from './check/finding.ts'
import { sourceFiles } from './check/source-files.ts'
import { findImpureUpdaters } from './purity/find-impure-updaters.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const findings = sourceFiles(root, ['packages', 'apps']).flatMap((file) => findImpureUpdaters(file, readFileSync(path.join(root, file), 'utf8')))
for (const finding of findings) console.log(formatFinding(finding))
process.exitCode = findings.length === 0 ? 0 : 1
