/** One contender: does its part of a round and answers its figure. */
export type Contender = (round: number) => number | Promise<number>

/**
 * Lets contenders take turns, so that whatever else the machine does hits all of them: round by round, each time another one first.
 * Answers the figures of each, in round order.
 */
export async function interleave<Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, Contender>>,
  beforeRound: (round: number) => void | Promise<void> = () => {},
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[]
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round < rounds; round += 1) {
    await beforeRound(round)
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length]
      if (name !== undefined) figures[name].push(await contenders[name](round))
    }
  }
  return figures
}
