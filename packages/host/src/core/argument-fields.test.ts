import { describe, expect, it } from 'vitest'
import { argumentFields, readFields } from './argument-fields.ts'

const schema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', description: 'Who' },
    people: { type: 'integer' },
    price: { type: 'number' },
    isVegan: { type: 'boolean' },
    size: { type: 'string', enum: ['small', 'large'] },
    items: { type: 'array', title: 'Lines' },
  },
}
const fields = argumentFields(schema, { people: 2, items: [{ id: 1 }], isVegan: false, name: 'Ann' })

describe('fields of a tool’s arguments', () => {
  it('follow the input schema and carry what is proposed', () => {
    expect(fields.map(({ name, label, type, required, proposed }) => [name, label, type, required, proposed])).toEqual([
      ['name', 'Name', 'text', true, 'Ann'],
      ['people', 'People', 'integer', false, '2'],
      ['price', 'Price', 'number', false, ''],
      ['isVegan', 'Is vegan', 'boolean', false, 'false'],
      ['size', 'Size', 'choice', false, ''],
      ['items', 'Lines', 'json', false, '[{"id":1}]'],
    ])
  })

  it('take nothing from what every object has', () => {
    expect(argumentFields({ properties: { constructor: { type: 'string' }, toString: {} } }, {}).map(({ proposed }) => proposed)).toEqual(['', ''])
  })

  it('are read back by type, empty ones left out', () => {
    expect(readFields(fields, { name: 'Bo', people: '3', price: '', isVegan: 'true', size: 'large', items: '[1]' })).toEqual({
      name: 'Bo',
      people: 3,
      isVegan: true,
      size: 'large',
      items: [1],
    })
  })

  it.each<[string, Record<string, string>]>([
    ['name', { name: ' ' }],
    ['name', {}],
    ['people', { name: 'x', people: '2.5' }],
    ['price', { name: 'x', price: 'much' }],
    ['isVegan', { name: 'x', isVegan: 'yes' }],
    ['size', { name: 'x', size: 'huge' }],
    ['items', { name: 'x', items: '[1' }],
  ])('that do not parse are named: %s', (path, texts) => {
    expect(() => readFields(fields, texts)).toThrow(expect.objectContaining({ code: 'HOST_BAD_FIELD', data: { path } }))
  })

  it('read no inherited property as a text', () => {
    const inherited = argumentFields({ properties: { constructor: { type: 'string' } } }, {})
    expect(readFields(inherited, {})).toEqual({})
  })
})
