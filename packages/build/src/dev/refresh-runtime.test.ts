import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reactRuntimeFile, refreshFooter, registerEarly } from './refresh-runtime.ts'

test('React’s refresh runtime is found where it is installed; where it is not, a person is told what to do', () => {
  expect(existsSync(reactRuntimeFile())).toBe(true)
  const nowhere = (): string => {
    throw new Error('Cannot find module')
  }
  expect(() => reactRuntimeFile(nowhere)).toThrow(
    expect.objectContaining({ code: 'VIEW_REFRESH_MISSING', blame: 'user', message: expect.stringContaining('npm install -D react-refresh') }),
  )
})

test('components of an entry are registered where they are noted, without a line more', () => {
  const code = 'function App() {}\n_c = App;\nrender(App);\nvar _c;\n$RefreshReg$(_c, "App");\n'
  const early = registerEarly(code)
  expect(early.split('\n')[1]).toBe('_c = App; $RefreshReg$(_c, "App"); __lockstepRefresh.flush();')
  expect(early.split('\n')).toHaveLength(code.split('\n').length)
  expect(registerEarly('const a = 1\n')).toBe('const a = 1\n')
})

test('a file name cannot leave the string it stands in', () => {
  expect(refreshFooter('a"b.tsx', false)).toContain(String.raw`"a\"b.tsx " + name`)
})
