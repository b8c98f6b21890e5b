import { sqlite } from '../sqlite.ts'

/** Run as a process: commits without end and prints each key once it is acknowledged, until it is killed. */
const store = sqlite(process.argv[2] ?? '')
for (let turn = 0; ; turn++) {
  const keys = Array.from({ length: 8 }, (_, index) => `${turn}-${index}`)
  const commit = (key: string): Promise<string> =>
    store.commit({ documentId: 'd_1' }, () => ({ writes: [{ type: 'record', record: { kind: 'k', key, value: 1, expiresAt: null } }], result: key }))
  const done = await Promise.all(keys.map(commit))
  process.stdout.write(`${done.join('\n')}\n`)
}
