import { describe, expect, it } from 'vitest'
import type { ToolForModel } from '../model.ts'
import { nameTools } from './tool-names.ts'

const tool = (app: string, name: string): ToolForModel => ({
  app,
  name,
  title: name,
  description: '',
  inputSchema: {},
  outputSchema: null,
  annotations: {},
})

describe('nameTools', () => {
  it('keeps a name that is legal and nobody else has', () => {
    const tools = nameTools([tool('cart', 'add_to_cart'), tool('list', 'show-list')])
    expect(tools.all.map(({ name }) => name)).toEqual(['add_to_cart', 'show-list'])
    expect(tools.find('add_to_cart')?.app).toBe('cart')
    expect(tools.find('nothing')).toBeNull()
  })

  it('tells tools of the same name apart by their app, and what collides still by a number', () => {
    const tools = nameTools([tool('a.b', 'get'), tool('a b', 'get'), tool('c', 'ünder/all'), tool('c', 'under all')])
    const names = tools.all.map(({ name }) => name)
    expect(names).toEqual(['a_b_get', 'a_b_get_2', '_nder_all', 'under_all'])
    expect(tools.nameOf('a b', 'get')).toBe('a_b_get_2')
    expect(tools.find('a_b_get_2')?.app).toBe('a b')
  })

  it('makes every name fit the API, and no two alike', () => {
    const long = 'x'.repeat(80)
    const tools = nameTools([tool('a', `${long}1`), tool('a', `${long}2`), tool('a', '…'), tool('a', '!')])
    const names = tools.all.map(({ name }) => name)
    expect(new Set(names).size).toBe(4)
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
  })
})
