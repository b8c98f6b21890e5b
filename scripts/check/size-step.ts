import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { builtSize } from '../../bench/bytes/built-size.ts'
import type { StepResult } from './run-steps.ts'
import { ROOT, tool } from './tool.ts'

/** Builds what `.size-limit.json` names into `.lockstep/sizes` and lets size-limit judge it. `npm run bench bytes` has the figures beside those of others. */
export async function checkSizes(): Promise<StepResult> {
  const folder = path.join(ROOT, '.lockstep/sizes')
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text)
  for (const name of ['bridge', 'bridge-and-sync']) write(`${name}.js`, (await builtSize(`bench/bytes/views/${name}.ts`)).script)
  write('our-hello.html', (await builtSize('bench/bytes/views/our-hello.tsx')).html)
  for (const runtime of ['preact', 'react'] as const) write(`cart-${runtime}.html`, (await builtSize('apps/cart/views/cart.tsx', runtime)).html)
  return tool('size-limit', [])
}
