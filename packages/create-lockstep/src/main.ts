import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProject, CreateError } from './create-project.ts'

const HELP = `npm create lockstep <folder>

Makes a small app in a new folder: a checklist that the model and a person share, its widget, its tests, its golden prompts and its CI.`

/** Beside `src` and beside `dist` alike. */
const TEMPLATE = fileURLToPath(new URL('../template', import.meta.url))

export interface MainOptions {
  args: readonly string[]
  cwd: string
  print: (line: string) => void
  printError: (line: string) => void
}

/** The command line; answers the exit code: 0 done, 1 could not be done, 2 asked wrongly. */
export function main({ args, cwd, print, printError }: MainOptions): number {
  if (args.includes('--help') || args.includes('-h')) {
    print(HELP)
    return 0
  }
  const [folder, ...more] = args
  const unknown = args.find((arg) => arg.startsWith('-'))
  if (folder === undefined || more.length > 0 || unknown !== undefined) {
    printError(`create-lockstep: expected the name of one new folder, got ${args.length === 0 ? 'nothing' : args.join(' ')}.\n\n${HELP}`)
    return 2
  }
  try {
    const { name, files } = createProject({ template: TEMPLATE, folder: path.resolve(cwd, folder) })
    print(`${name}: ${files} files in ${folder}`)
    print(`\n  cd ${folder}\n  npm install\n  npm run dev\n\nOpen the address it prints. README.md says what is where.`)
    return 0
  } catch (error) {
    if (!(error instanceof CreateError)) throw error
    printError(`create-lockstep: ${error.message}`)
    return 1
  }
}
