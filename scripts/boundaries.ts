import { fileURLToPath } from 'node:url'
import { formatFinding } from './check/finding.ts'
import { findUnsafeReach } from './boundaries/entry-reach.ts'
import { findViolations } from './boundaries/find-violations.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const findings = [...findViolations(root), ...findUnsafeReach(root)]
for (const finding of findings) console.log(formatFinding(finding))
process.exitCode = findings.length === 0 ? 0 : 1
