import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tool, ROOT } from '../../scripts/check/tool.ts'

export interface TypeCheck {
  /** Lines of the compiler, files named relative to the project. */
  readonly errors: readonly string[]
  readonly elapsedMs: number
  /** Types the compiler made from generics: what inference costs, whatever else the machine does. Null unless counted. */
  readonly instantiations: number | null
}

/** Compiles a project of these files, as an app outside of this repository would. `counts`: on one thread, so that the count is the same each time. */
export async function checkProject(files: Readonly<Record<string, string>>, now: () => number, counts = false): Promise<TypeCheck> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-types-'))
  try {
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
    const tsconfig = {
      extends: join(ROOT, 'tsconfig.check.json'),
      compilerOptions: { typeRoots: [join(ROOT, 'node_modules/@types')] },
      files: Object.keys(files),
      include: [],
    }
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    const startedAt = now()
    const { details } = await tool(
      'tsc',
      ['-p', folder, '--pretty', 'false', ...(counts ? ['--singleThreaded', '--extendedDiagnostics'] : [])],
      folder,
    )
    const counted = /^Instantiations:\s+(\d+)$/m.exec(details)?.[1]
    return {
      errors: details.split('\n').filter((line) => line.trim() !== ''),
      elapsedMs: now() - startedAt,
      instantiations: counted === undefined ? null : Number(counted),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
