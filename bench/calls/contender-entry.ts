import { CONTENDERS, openContender } from './contenders.ts'

/** Run as a process: serves one contender, tells its URL, and its processor time whenever it is asked; ends with its parent. */
const name = CONTENDERS.find((contender) => contender === process.argv[2])
if (name === undefined) throw new Error(`expected one of ${CONTENDERS.join(', ')}, got '${process.argv[2]}'`)
process.send?.({ url: await openContender(name) })
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuUs: user + system })
})
process.on('disconnect', () => process.exit(0))
